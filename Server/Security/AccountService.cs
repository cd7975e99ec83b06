using Microsoft.AspNetCore.Identity;
using Supervision.Client.Services;

namespace Supervision.Server.Security;

/// <summary>
/// What may be done with accounts. Every act is written to the access log before it takes effect, and what was written is done whether or not
/// whoever asked has left. An act on an account that somebody
/// else has changed since it was read changes nothing: hashing takes its time, and an account disabled meanwhile stays disabled.
/// </summary>
internal sealed class AccountService(
    IAccountStore accounts,
    IAccessLog accessLog,
    Passwords passwords,
    SessionValidator sessions,
    AccountsSettings settings,
    TimeProvider time)
{
    internal Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) => accounts.ListAsync(cancellationToken);

    internal Task<Account?> FindAsync(Guid id, CancellationToken cancellationToken) => accounts.FindByIdAsync(id, cancellationToken);

    internal async Task<AccountResult> CreateAsync(NewAccount wanted, Actor actor, CancellationToken cancellationToken)
    {
        string userName = wanted.UserName.Trim();
        AccountError[] errors =
        [
            .. AccountRules.UserNameErrors(userName),
            .. AccountRules.PasswordErrors(wanted.Password, userName, settings),
            .. AccountRules.ProfileErrors(wanted.DisplayName, wanted.Roles, wanted.AgentNumber),
        ];
        if (errors.Length > 0)
        {
            return AccountResult.Invalid(errors);
        }

        if (await accounts.FindByNameAsync(userName, cancellationToken) is not null)
        {
            return AccountResult.Conflict(AccountFault.UserNameTaken, "This user name is taken.");
        }

        string hash = await passwords.HashAsync(wanted.Password, cancellationToken);
        Account account = Build(userName, wanted.DisplayName.Trim(), hash, wanted.Roles, wanted.AgentNumber, time);
        await LogAsync(actor, AccessActions.AccountCreated, userName);
        return await accounts.TryInsertAsync(account, CancellationToken.None)
            ? AccountResult.Done(account)
            : AccountResult.Conflict(AccountFault.UserNameTaken, "This user name is taken.");
    }

    internal async Task<AccountResult> ChangeAsync(Guid id, AccountChange change, Actor actor, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(id, cancellationToken) is not { } before)
        {
            return AccountResult.NotFound;
        }

        if (change.IsUnlockOnly)
        {
            return await UnlockAsync(before, actor);
        }

        Account after = before with
        {
            DisplayName = (change.DisplayName ?? before.DisplayName).Trim(),
            Roles = change.Roles ?? before.Roles,
            AgentNumber = change.AgentNumber is { } number ? (number.Length == 0 ? null : number) : before.AgentNumber,
            IsDisabled = change.IsDisabled ?? before.IsDisabled,
            SecurityStamp = NewStamp(),
        };
        AccountError[] errors = [.. AccountRules.ProfileErrors(after.DisplayName, after.Roles, after.AgentNumber)];
        if (errors.Length > 0)
        {
            return AccountResult.Invalid(errors);
        }

        await LogAsync(actor, AccessActions.AccountChanged, before.UserName);
        AccountWrite written = await accounts.UpdateProfileAsync(after, before.SecurityStamp, CancellationToken.None);
        sessions.Forget();
        return written switch
        {
            AccountWrite.Done when change.Unlock => await UnlockAsync(after, actor),
            AccountWrite.Done => AccountResult.Done(after),
            AccountWrite.LastAdministrator => AccountResult.Conflict(AccountFault.LastAdministrator, "This is the last administrator."),
            _ => AccountResult.ChangedMeanwhile,
        };
    }

    internal async Task<AccountResult> ResetPasswordAsync(Guid id, string password, Actor actor, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(id, cancellationToken) is not { } account)
        {
            return AccountResult.NotFound;
        }

        await LogAsync(actor, AccessActions.PasswordReset, account.UserName);
        AccountResult result = await SetPasswordAsync(account, password);
        if (result.Outcome == AccountOutcome.Done)
        {
            await accounts.ClearFailuresAsync(id, CancellationToken.None);
        }

        return result;
    }

    /// <summary>Wrong current passwords count towards the lock, as at the door.</summary>
    internal async Task<AccountResult> ChangeOwnPasswordAsync(
        Guid id, string current, string password, Actor actor, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (await accounts.FindByIdAsync(id, cancellationToken) is not { IsDisabled: false } account || account.LockedUntil > now)
        {
            return AccountResult.Conflict(AccountFault.NotNow, "The password cannot be changed now.");
        }

        if (current.Length > Passwords.MaxLength
            || await passwords.VerifyAsync(account, current, cancellationToken) == PasswordVerificationResult.Failed)
        {
            int? failures = await accounts.CountFailureAsync(account.UserName, now, cancellationToken);
            if (failures is { } count && LockoutRule.LockFor(count, settings) is { } length)
            {
                await accounts.LockAsync(account.UserName, now + length, cancellationToken);
            }

            return AccountResult.WrongPassword;
        }

        await LogAsync(actor, AccessActions.PasswordChanged, account.UserName);
        return await SetPasswordAsync(account, password);
    }

    /// <summary>A new account, not yet kept.</summary>
    internal static Account Build(
        string userName, string displayName, string hash, IReadOnlyList<string> roles, string? agentNumber, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new Account
        {
            Id = Guid.CreateVersion7(now),
            UserName = userName,
            DisplayName = displayName,
            PasswordHash = hash,
            Roles = roles,
            AgentNumber = agentNumber,
            SecurityStamp = NewStamp(),
            CreatedAt = now,
        };
    }

    /// <summary>Her sessions go on: whoever guessed at the door was not in.</summary>
    private async Task<AccountResult> UnlockAsync(Account account, Actor actor)
    {
        await LogAsync(actor, AccessActions.AccountUnlocked, account.UserName);
        await accounts.ClearFailuresAsync(account.Id, CancellationToken.None);
        return AccountResult.Done(account with { FailedCount = 0, LockedUntil = null });
    }

    private async Task<AccountResult> SetPasswordAsync(Account account, string password)
    {
        AccountError[] errors = [.. AccountRules.PasswordErrors(password, account.UserName, settings)];
        if (errors.Length > 0)
        {
            return AccountResult.Invalid(errors);
        }

        Account changed = account with
        {
            PasswordHash = await passwords.HashAsync(password, CancellationToken.None),
            SecurityStamp = NewStamp(),
        };
        bool written = await accounts.UpdatePasswordAsync(changed, account.SecurityStamp, CancellationToken.None);
        sessions.Forget();
        return written ? AccountResult.Done(changed) : AccountResult.ChangedMeanwhile;
    }

    private static string NewStamp() => TokenSecret.New();

    private Task LogAsync(Actor actor, string action, string target) =>
        accessLog.WriteAsync(new AccessEntry(time.GetUtcNow(), actor.Name, action, null, target, actor.RemoteAddress), CancellationToken.None);
}
