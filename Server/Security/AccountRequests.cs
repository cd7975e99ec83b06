namespace Supervision.Server.Security;

/// <summary>Who acts, for the access log.</summary>
internal sealed record Actor(string Name, string? RemoteAddress);

/// <summary>An account to be made.</summary>
internal sealed record NewAccount(string UserName, string DisplayName, string Password, IReadOnlyList<string> Roles, string? AgentNumber);

/// <summary>What to change of an account; null leaves as it is, an empty <paramref name="AgentNumber"/> takes it away.</summary>
internal sealed record AccountChange(
    string? DisplayName = null, IReadOnlyList<string>? Roles = null, string? AgentNumber = null, bool? IsDisabled = null);

/// <summary>How an act on an account ended.</summary>
internal enum AccountOutcome
{
    Done,
    NotFound,
    Invalid,
    Conflict,
}

/// <param name="Account">As it stands now; null unless done.</param>
/// <param name="Errors">Each names the field; empty when done.</param>
internal sealed record AccountResult(AccountOutcome Outcome, Account? Account, IReadOnlyList<string> Errors)
{
    internal static AccountResult NotFound { get; } = new(AccountOutcome.NotFound, null, ["There is no such account."]);

    /// <summary>The one given as the current one.</summary>
    internal static AccountResult WrongPassword { get; } = Invalid(["currentPassword: wrong."]);

    internal static AccountResult ChangedMeanwhile { get; } = Conflict("The account was changed meanwhile: read it again.");

    internal static AccountResult Done(Account account) => new(AccountOutcome.Done, account, []);

    internal static AccountResult Invalid(IReadOnlyList<string> errors) => new(AccountOutcome.Invalid, null, errors);

    internal static AccountResult Conflict(string error) => new(AccountOutcome.Conflict, null, [error]);
}
