using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Supervision.Server.Security;
using Supervision.Testing;
using SignInResult = Supervision.Server.Security.SignInResult;

namespace Supervision.Server.Tests.Security;

/// <summary>Two people change one account: what the second read is old, and must not come back.</summary>
public sealed class AccountRacesTests : IDisposable
{
    private const string Good = "correct cheval pile agrafe";
    private static readonly Actor Administrator = new("admin", null);

    private readonly ManualTimeProvider time = new();
    private readonly FakeAccounts store = new();
    private readonly Passwords passwords = new();
    private readonly AccountsSettings settings = new();
    private readonly SessionValidator sessions;

    public AccountRacesTests() => sessions = new SessionValidator(store, store, time);

    public void Dispose() => passwords.Dispose();

    [Fact]
    public async Task ChangeOwnPassword_DisabledMeanwhile_ConflictAndStaysDisabled()
    {
        Account claire = await AddAsync("claire", Roles.Supervisor);
        AccountService slow = ServiceInterruptedBy(() => Service().ChangeAsync(claire.Id, new AccountChange(IsDisabled: true), Administrator, default));

        AccountResult result = await slow.ChangeOwnPasswordAsync(claire.Id, Good, Good + "!", Administrator, default);

        Assert.Equal(AccountOutcome.Conflict, result.Outcome);
        Assert.True(store.Get("claire").IsDisabled);
        Assert.Equal(claire.PasswordHash, store.Get("claire").PasswordHash);
    }

    [Fact]
    public async Task ResetPassword_DemotedMeanwhile_ConflictAndStaysDemoted()
    {
        Account claire = await AddAsync("claire", Roles.Supervisor);
        AccountService slow = ServiceInterruptedBy(() => Service().ChangeAsync(claire.Id, new AccountChange(Roles: [Roles.Agent]), Administrator, default));

        AccountResult result = await slow.ResetPasswordAsync(claire.Id, Good + "!", Administrator, default);

        Assert.Equal(AccountOutcome.Conflict, result.Outcome);
        Assert.Equal([Roles.Agent], store.Get("claire").Roles);
    }

    [Fact]
    public async Task Change_PasswordChangedMeanwhile_ConflictAndNewPasswordStays()
    {
        Account claire = await AddAsync("claire", Roles.Supervisor);
        AccountService slow = ServiceInterruptedBy(() => Service().ResetPasswordAsync(claire.Id, Good + "!", Administrator, default));

        AccountResult result = await slow.ChangeAsync(claire.Id, new AccountChange("Claire M."), Administrator, default);

        Assert.Equal(AccountOutcome.Conflict, result.Outcome);
        Assert.Equal(PasswordVerificationResult.Success, await passwords.VerifyAsync(store.Get("claire"), Good + "!", default));
    }

    [Fact]
    public async Task Change_TwoAdministratorsAtOnce_OneIsLeft()
    {
        Account first = await AddAsync("admin", Roles.Administrator);
        Account second = await AddAsync("adjoint", Roles.Administrator);
        AccountService slow = ServiceInterruptedBy(() => Service().ChangeAsync(second.Id, new AccountChange(IsDisabled: true), Administrator, default));

        AccountResult result = await slow.ChangeAsync(first.Id, new AccountChange(Roles: [Roles.Agent]), Administrator, default);

        Assert.Equal(AccountOutcome.Conflict, result.Outcome);
        Assert.True(store.Get("admin").IsWorkingAdministrator);
    }

    [Fact]
    public async Task SignIn_OldHash_RenewedAndTheSessionHolds()
    {
        PasswordHasher<Account> old = new(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        store.Add(AccountService.Build("claire", "Claire", old.HashPassword(null!, Good), [Roles.Supervisor], null, time));
        SignInService door = new(
            store, passwords, new SourceThrottle(settings, time), settings, time, NullLogger<SignInService>.Instance);

        SignInResult result = await door.SignInAsync("claire", Good, null, default);

        Assert.Equal(PasswordVerificationResult.Success, await passwords.VerifyAsync(store.Get("claire"), Good, default));
        Assert.True(await sessions.IsValidAsync(Principals.Of(result.Account!), default));
    }

    private async Task<Account> AddAsync(string userName, string role) => store.Add(
        AccountService.Build(userName, userName, await passwords.HashAsync(Good, default), [role], null, time));

    private AccountService Service() => new(store, store, passwords, sessions, settings, time);

    /// <summary>Between its reading and its writing, which is when it writes to the access log, somebody else does something.</summary>
    private AccountService ServiceInterruptedBy(Func<Task<AccountResult>> other) =>
        new(store, new InterruptingLog(other), passwords, sessions, settings, time);

    private sealed class InterruptingLog(Func<Task<AccountResult>> other) : IAccessLog
    {
        public async Task WriteAsync(AccessEntry entry, CancellationToken cancellationToken) =>
            Assert.Equal(AccountOutcome.Done, (await other()).Outcome);
    }
}
