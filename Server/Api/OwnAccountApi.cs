using System.Security.Claims;
using Supervision.Server.Security;

namespace Supervision.Server.Api;

/// <summary>What everybody may do with her own account. A token is nobody's account and changes no password.</summary>
internal static class OwnAccountApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", Get).WithTags("Me").WithSummary("Who is asking").Produces<Me>();
        api.MapPost("/me/password", ChangePasswordAsync).WithTags("Me").WithSummary("Change your password; your other sessions end")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Get(ClaimsPrincipal user, ICurrentUser current) => Results.Ok(new Me(
        current.Name!, [.. user.FindAll(ClaimTypes.Role).Select(claim => claim.Value)], current.AgentNumber, current.SeesAllCalls));

    private static async Task<IResult> ChangePasswordAsync(
        PasswordChange change, AccountService accounts, HttpContext context, CancellationToken cancellationToken)
    {
        if (!Principals.IsCookie(context.User))
        {
            return ApiProblems.Refused("A password is changed by the person herself, signed in.");
        }

        AccountResult result = await context.ChangeOwnPasswordAsync(accounts, change.CurrentPassword, change.Password, cancellationToken);
        return UsersApi.Answer(result, _ => Results.NoContent());
    }
}

/// <summary>Answer of <c>me</c>.</summary>
internal sealed record Me(string Name, IReadOnlyList<string> Roles, string? AgentNumber, bool SeesAllCalls);

/// <summary>Body of <c>me/password</c>.</summary>
internal sealed record PasswordChange(string CurrentPassword, string Password);
