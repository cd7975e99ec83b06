using System.Net;
using Microsoft.AspNetCore.Identity;

namespace Supervision.Server.Security;

/// <summary>Checks a name and a password. Says yes or no, never which part was wrong, and takes the same time for both.</summary>
internal sealed partial class SignInService(
    IAccountStore accounts,
    Passwords passwords,
    SourceThrottle throttle,
    AccountsSettings settings,
    TimeProvider time,
    ILogger<SignInService> logger)
{
    /// <exception cref="Data.DatabaseUnavailableException">Nobody can sign in now.</exception>
    internal async Task<SignInResult> SignInAsync(string userName, string password, IPAddress? source, CancellationToken cancellationToken)
    {
        if (throttle.IsBlocked(source))
        {
            LogSourceBlocked(source);
            return new SignInResult(SignInOutcome.TooMany, null);
        }

        if (userName.Length > AccountRules.MaxUserNameLength || password.Length > Passwords.MaxLength)
        {
            throttle.CountFailure(source);
            return new SignInResult(SignInOutcome.Refused, null);
        }

        DateTimeOffset now = time.GetUtcNow();
        Account? account = await accounts.FindByNameAsync(userName, cancellationToken);
        Account? usable = account is { IsDisabled: false } && !(account.LockedUntil > now) ? account : null;
        PasswordVerificationResult verified = await passwords.VerifyAsync(usable, password, cancellationToken);
        if (usable is null || verified == PasswordVerificationResult.Failed)
        {
            await RefuseAsync(userName, source, now, cancellationToken);
            return new SignInResult(SignInOutcome.Refused, null);
        }

        await accounts.ClearFailuresAsync(usable.Id, cancellationToken);
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            string hash = await passwords.HashAsync(password, cancellationToken);

            // Not kept when the account changed meanwhile: the next sign-in does it again.
            await accounts.UpdatePasswordAsync(usable with { PasswordHash = hash }, usable.SecurityStamp, cancellationToken);
        }

        LogSignedIn(usable.Id);
        return new SignInResult(SignInOutcome.Succeeded, usable);
    }

    /// <summary>Counted by source and by account; the account's count asks the database once whoever is meant.</summary>
    private async Task RefuseAsync(string userName, IPAddress? source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        throttle.CountFailure(source);
        int? failures = await accounts.CountFailureAsync(userName, now, cancellationToken);
        LogRefused(source);
        if (failures is { } count && LockoutRule.LockFor(count, settings) is { } length)
        {
            await accounts.LockAsync(userName, now + length, cancellationToken);
            LogLocked(source, length.TotalMinutes);
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Account {AccountId} signed in")]
    private partial void LogSignedIn(Guid accountId);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "Sign-in refused, from {Source}")]
    private partial void LogRefused(IPAddress? source);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Warning, Message = "An account is locked for {Minutes} minutes after failures from {Source}")]
    private partial void LogLocked(IPAddress? source, double minutes);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Warning, Message = "Too many failed sign-ins from {Source}: refused without a look")]
    private partial void LogSourceBlocked(IPAddress? source);
}
