using System.Collections.Concurrent;
using System.Security.Claims;
using Supervision.Server.Data;

namespace Supervision.Server.Security;

/// <summary>
/// Says whether a session or a token that was good is still good: account enabled, stamp unchanged, token not revoked
/// and still allowed what it came with. Remembers an
/// answer for a short while, so that a page with fifty requests asks the database once. Thread-safe.
/// </summary>
internal sealed class SessionValidator(IAccountStore accounts, ITokenStore tokens, TimeProvider time)
{
    /// <summary>How long a session outlives its end when another node ended it.</summary>
    internal static readonly TimeSpan RememberFor = TimeSpan.FromSeconds(30);

    /// <summary>Answers kept at once; beyond that all are forgotten and asked again.</summary>
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<string, DateTimeOffset> good = new(StringComparer.Ordinal);

    /// <summary>
    /// While the database is away a session goes on: the wall-board must not close because PostgreSQL restarts. Nobody can sign in
    /// or change an account meanwhile.
    /// </summary>
    internal async Task<bool> IsValidAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        string key = $"{principal.FindFirstValue(ClaimTypes.NameIdentifier)} {principal.FindFirstValue(ClaimNames.TokenId)} "
            + principal.FindFirstValue(ClaimNames.SecurityStamp);
        DateTimeOffset now = time.GetUtcNow();
        if (good.TryGetValue(key, out DateTimeOffset until) && now < until)
        {
            return true;
        }

        bool valid;
        try
        {
            valid = await AskAsync(principal, cancellationToken);
        }
        catch (DatabaseUnavailableException)
        {
            return true;
        }

        if (valid)
        {
            if (good.Count >= Capacity)
            {
                good.Clear();
            }

            good[key] = now + RememberFor;
        }

        return valid;
    }

    /// <summary>After any change of an account or a token on this node: the next request asks anew.</summary>
    internal void Forget() => good.Clear();

    private async Task<bool> AskAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.FindFirstValue(ClaimNames.TokenId) is { } tokenId)
        {
            return Guid.TryParse(tokenId, out Guid id) && await tokens.FindActiveAsync(id, cancellationToken) is { } token
                && principal.FindAll(ClaimTypes.Role).All(role => token.Roles.Contains(role.Value))
                && token.AgentNumber == principal.FindFirstValue(ClaimNames.AgentNumber);
        }

        return Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out Guid accountId)
            && await accounts.FindByIdAsync(accountId, cancellationToken) is { IsDisabled: false } account
            && account.SecurityStamp == principal.FindFirstValue(ClaimNames.SecurityStamp);
    }
}
