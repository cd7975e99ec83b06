using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Supervision.Server.Data;

namespace Supervision.Server.Security;

/// <summary>
/// Authenticates <c>Authorization: Bearer</c> (RFC 6750 §2.1) with an API token; on the hub, where a browser cannot set headers on a
/// WebSocket, the query parameter <c>access_token</c> (§2.3) too.
/// </summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, TokenService tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string HubPath = "/hubs";
    private const string QueryName = "access_token";
    private const string Prefix = "Bearer ";

    /// <summary>True when the request brings a token, good or not.</summary>
    internal static bool HasToken(HttpRequest request) => TokenOf(request) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            if (await tokens.CheckAsync(secret, Context.RequestAborted) is not { } token)
            {
                return AuthenticateResult.Fail("Not a token in use.");
            }

            ClaimsPrincipal principal = Principals.Of(token);
            return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
        }
        catch (DatabaseUnavailableException e)
        {
            return AuthenticateResult.Fail(e);
        }
    }

    /// <summary>401, or 503 when it could not be known whether the token is good.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        AuthenticateResult result = await HandleAuthenticateOnceSafeAsync();
        if (result.Failure is DatabaseUnavailableException)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = "5";
            return;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer");
    }

    private static string? TokenOf(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        if (header is not null && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return header[Prefix.Length..].Trim();
        }

        return request.Path.StartsWithSegments(HubPath, StringComparison.OrdinalIgnoreCase)
            && request.Query.TryGetValue(QueryName, out StringValues value) ? value.ToString() : null;
    }
}
