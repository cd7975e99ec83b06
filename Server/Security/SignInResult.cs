namespace Supervision.Server.Security;

/// <summary>What became of a sign-in.</summary>
internal enum SignInOutcome
{
    Succeeded,

    /// <summary>Wrong name, wrong password, locked or disabled: the person is not told which.</summary>
    Refused,

    /// <summary>The source address must wait.</summary>
    TooMany,
}

/// <param name="Account">Who signed in; null unless succeeded.</param>
internal sealed record SignInResult(SignInOutcome Outcome, Account? Account);
