using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Supervision.Server.Api;

namespace Supervision.Server.Security;

/// <summary>The signed-in person changes her own password, on the page or through the API. Stateless.</summary>
internal static class OwnPassword
{
    /// <summary>To be called for a session of a cookie: a token is nobody's account.</summary>
    internal static async Task<AccountResult> ChangeOwnPasswordAsync(
        this HttpContext context, AccountService accounts, string current, string password, CancellationToken cancellationToken)
    {
        Guid id = Guid.Parse(context.User.FindFirstValue(ClaimTypes.NameIdentifier)!);
        AccountResult result = await accounts.ChangeOwnPasswordAsync(id, current, password, context.Actor(), cancellationToken);
        if (result.Account is { } account)
        {
            // The stamp changed: this session gets the new one, the others end.
            await context.SignInAsync(Principals.CookieScheme, Principals.Of(account));
        }

        return result;
    }
}
