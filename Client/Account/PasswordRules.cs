namespace Supervision.Client.Account;

/// <summary>What the host asks of a new password, so that the form can say it before.</summary>
/// <param name="MinLength">Characters.</param>
/// <param name="MaxLength">Characters.</param>
public sealed record PasswordRules(int MinLength, int MaxLength);
