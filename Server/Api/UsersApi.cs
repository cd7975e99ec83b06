using Supervision.Server.Security;

namespace Supervision.Server.Api;

/// <summary>Accounts, for administrators.</summary>
internal static class UsersApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("", ListAsync).WithSummary("All accounts").Produces<IReadOnlyList<UserView>>();
        users.MapPost("", CreateAsync).WithSummary("Make an account")
            .Produces<UserView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        users.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change roles, number or name; disable, enable or unlock")
            .Produces<UserView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        users.MapPost("/{id:guid}/password", ResetPasswordAsync).WithSummary("Give a new password; all her sessions end")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Says how an act on an account ended.</summary>
    internal static IResult Answer(AccountResult result, Func<Account, IResult> done) => result.Outcome switch
    {
        AccountOutcome.Done => done(result.Account!),
        AccountOutcome.NotFound => ApiProblems.NotFound("account"),
        AccountOutcome.Conflict => ApiProblems.Conflict(string.Join(" ", Texts(result.Errors))),
        _ => ApiProblems.Invalid(Texts(result.Errors)),
    };

    internal static IEnumerable<string> Texts(IEnumerable<AccountError> errors) => errors.Select(error => error.Text);

    private static async Task<IResult> ListAsync(AccountService accounts, CancellationToken cancellationToken) =>
        Results.Ok((await accounts.ListAsync(cancellationToken)).Select(UserView.Of));

    private static async Task<IResult> CreateAsync(
        NewUser user, AccountService accounts, HttpContext context, CancellationToken cancellationToken)
    {
        NewAccount wanted = new(user.UserName, user.DisplayName ?? user.UserName, user.Password, user.Roles, user.AgentNumber);
        AccountResult result = await accounts.CreateAsync(wanted, context.Actor(), cancellationToken);
        return Answer(result, account => Results.Created($"{ApiEndpoints.Root}/users/{account.Id:D}", UserView.Of(account)));
    }

    private static async Task<IResult> ChangeAsync(
        Guid id, AccountChange change, AccountService accounts, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await accounts.ChangeAsync(id, change, context.Actor(), cancellationToken), account => Results.Ok(UserView.Of(account)));

    private static async Task<IResult> ResetPasswordAsync(
        Guid id, NewPassword body, AccountService accounts, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await accounts.ResetPasswordAsync(id, body.Password, context.Actor(), cancellationToken), _ => Results.NoContent());
}

/// <summary>Body of <c>POST users</c>.</summary>
internal sealed record NewUser(
    string UserName, string Password, IReadOnlyList<string> Roles, string? DisplayName = null, string? AgentNumber = null);

/// <summary>Body of <c>POST users/{id}/password</c>.</summary>
internal sealed record NewPassword(string Password);

/// <summary>An account as administrators see it: without hash and stamp.</summary>
internal sealed record UserView(
    Guid Id, string UserName, string DisplayName, IReadOnlyList<string> Roles, string? AgentNumber, bool IsDisabled,
    DateTimeOffset? LockedUntil, DateTimeOffset CreatedAt)
{
    internal static UserView Of(Account account) => new(
        account.Id, account.UserName, account.DisplayName, account.Roles, account.AgentNumber, account.IsDisabled,
        account.LockedUntil, account.CreatedAt);
}
