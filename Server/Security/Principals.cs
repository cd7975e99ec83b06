using System.Security.Claims;

namespace Supervision.Server.Security;

/// <summary>Makes claims of accounts and tokens, and reads them. Stateless.</summary>
internal static class Principals
{
    /// <summary>Authentication type and scheme of a session in a browser.</summary>
    internal const string CookieScheme = "Cookie";

    /// <summary>Authentication type and scheme of an API token.</summary>
    internal const string BearerScheme = "Bearer";

    internal static ClaimsPrincipal Of(Account account)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, account.Id.ToString("D")),
            new(ClaimTypes.Name, account.UserName),
            new(ClaimNames.DisplayName, account.DisplayName),
            new(ClaimNames.SecurityStamp, account.SecurityStamp),
        ];
        return Build(claims, account.Roles, account.AgentNumber, CookieScheme);
    }

    /// <summary>A token acts under its own name, so that the access log tells it from its owner.</summary>
    internal static ClaimsPrincipal Of(ApiToken token)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, token.OwnerId.ToString("D")),
            new(ClaimTypes.Name, $"token:{token.Name}"),
            new(ClaimNames.TokenId, token.Id.ToString("D")),
        ];
        return Build(claims, token.Roles, token.AgentNumber, BearerScheme);
    }

    /// <summary>Supervisors and administrators see every call; whoever else sees those of her number.</summary>
    internal static bool SeesAllCalls(ClaimsPrincipal? principal) =>
        principal is not null && (principal.IsInRole(Roles.Supervisor) || principal.IsInRole(Roles.Administrator));

    /// <summary>Whether she has a page of her own calls: agents, and watchers with a number.</summary>
    internal static bool TakesCalls(ClaimsPrincipal principal) =>
        principal.IsInRole(Roles.Agent) || (SeesAllCalls(principal) && principal.HasClaim(claim => claim.Type == ClaimNames.AgentNumber));

    internal static bool IsCookie(ClaimsPrincipal principal) => principal.Identity?.AuthenticationType == CookieScheme;

    private static ClaimsPrincipal Build(List<Claim> claims, IReadOnlyList<string> roles, string? agentNumber, string scheme)
    {
        claims.AddRange(roles.Select(role => new Claim(ClaimTypes.Role, role)));
        if (agentNumber is not null)
        {
            claims.Add(new Claim(ClaimNames.AgentNumber, agentNumber));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }
}
