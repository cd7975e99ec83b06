using Supervision.Client.Services;

namespace Supervision.Server.Security;

/// <summary>Who acts, for the access log.</summary>
internal sealed record Actor(string Name, string? RemoteAddress);

/// <summary>An account to be made.</summary>
internal sealed record NewAccount(string UserName, string DisplayName, string Password, IReadOnlyList<string> Roles, string? AgentNumber);

/// <summary>What to change of an account; null leaves as it is, an empty <paramref name="AgentNumber"/> takes it away.</summary>
/// <param name="Unlock">Forgets the wrong passwords that locked it.</param>
internal sealed record AccountChange(
    string? DisplayName = null, IReadOnlyList<string>? Roles = null, string? AgentNumber = null, bool? IsDisabled = null, bool Unlock = false)
{
    /// <summary>Whether nothing is asked that ends her sessions.</summary>
    internal bool IsUnlockOnly => this is { Unlock: true, DisplayName: null, Roles: null, AgentNumber: null, IsDisabled: null };
}

/// <summary>Why an act on an account or a token was refused.</summary>
/// <param name="Fault">For screens, which say it in their language beside its field.</param>
/// <param name="Text">For programs: English, and begins with the field where there is one.</param>
internal sealed record AccountError(AccountFault Fault, string Text);

/// <summary>How an act on an account ended.</summary>
internal enum AccountOutcome
{
    Done,
    NotFound,
    Invalid,
    Conflict,
}

/// <param name="Account">As it stands now; null unless done.</param>
/// <param name="Errors">Empty when done.</param>
internal sealed record AccountResult(AccountOutcome Outcome, Account? Account, IReadOnlyList<AccountError> Errors)
{
    internal static AccountResult NotFound { get; } =
        new(AccountOutcome.NotFound, null, [new AccountError(AccountFault.NotFound, "There is no such account.")]);

    /// <summary>The one given as the current one.</summary>
    internal static AccountResult WrongPassword { get; } = Invalid([new AccountError(AccountFault.PasswordWrong, "currentPassword: wrong.")]);

    internal static AccountResult ChangedMeanwhile { get; } =
        Conflict(AccountFault.ChangedMeanwhile, "The account was changed meanwhile: read it again.");

    internal static AccountResult Done(Account account) => new(AccountOutcome.Done, account, []);

    internal static AccountResult Invalid(IReadOnlyList<AccountError> errors) => new(AccountOutcome.Invalid, null, errors);

    internal static AccountResult Conflict(AccountFault fault, string text) => new(AccountOutcome.Conflict, null, [new AccountError(fault, text)]);
}
