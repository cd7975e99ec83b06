using Supervision.Server.Security;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

public sealed class AccountServiceTests : IDisposable
{
    private const string Good = "correct cheval pile agrafe";
    private static readonly Actor Administrator = new("admin", null);

    private readonly ManualTimeProvider time = new();
    private readonly FakeAccounts store = new();
    private readonly Passwords passwords = new();
    private readonly SessionValidator sessions;
    private readonly AccountService service;

    public AccountServiceTests()
    {
        sessions = new SessionValidator(store, store, time);
        service = new AccountService(store, store, passwords, sessions, new AccountsSettings(), time);
    }

    public void Dispose() => passwords.Dispose();

    [Fact]
    public async Task Create_Good_DoneAndLogged()
    {
        AccountResult result = await CreateAsync("claire");

        Assert.Equal(AccountOutcome.Done, result.Outcome);
        Assert.DoesNotContain(Good, result.Account!.PasswordHash, StringComparison.Ordinal);
        Assert.Equal("claire", Assert.Single(store.Log).Reason);
    }

    [Fact]
    public async Task Create_NameTakenInOtherCase_Conflict()
    {
        await CreateAsync("claire");

        Assert.Equal(AccountOutcome.Invalid, (await CreateAsync("Claire")).Outcome);
        Assert.Equal(AccountOutcome.Conflict, (await CreateAsync("claire")).Outcome);
    }

    [Theory]
    [InlineData("c", Good, Roles.Agent)]
    [InlineData("claire martin", Good, Roles.Agent)]
    [InlineData("claire", "court", Roles.Agent)]
    [InlineData("claire", "claire-claire-claire", Roles.Agent)]
    [InlineData("claire", "aaaaaaaaaaaaaaaa", Roles.Agent)]
    [InlineData("claire", Good, "Root")]
    public async Task Create_Bad_InvalidAndNothingKept(string userName, string password, string role)
    {
        AccountResult result = await service.CreateAsync(
            new NewAccount(userName, "Claire", password, [role], null), Administrator, default);

        Assert.Equal(AccountOutcome.Invalid, result.Outcome);
        Assert.NotEmpty(result.Errors);
        Assert.Empty(store.Log);
    }

    [Fact]
    public async Task Change_Disable_SessionEndsAtOnce()
    {
        Account claire = (await CreateAsync("claire")).Account!;
        System.Security.Claims.ClaimsPrincipal session = Principals.Of(claire);
        Assert.True(await sessions.IsValidAsync(session, default));

        await service.ChangeAsync(claire.Id, new AccountChange(null, null, null, true), Administrator, default);

        Assert.False(await sessions.IsValidAsync(session, default));
    }

    [Fact]
    public async Task Change_LastAdministrator_Conflict()
    {
        Account first = store.Add(AccountService.Build("admin", "Admin", "hash", [Roles.Administrator], null, time));

        AccountResult disabled = await service.ChangeAsync(first.Id, new AccountChange(null, null, null, true), Administrator, default);
        AccountResult demoted = await service.ChangeAsync(first.Id, new AccountChange(null, [Roles.Agent], null, null), Administrator, default);

        Assert.Equal(AccountOutcome.Conflict, disabled.Outcome);
        Assert.Equal(AccountOutcome.Conflict, demoted.Outcome);
    }

    [Fact]
    public async Task Change_Unlock_SignsInAgainAndSessionsGoOn()
    {
        Account claire = (await CreateAsync("claire")).Account!;
        store.Add(claire with { FailedCount = 5, LockedUntil = time.GetUtcNow().AddMinutes(5) });

        AccountResult result = await service.ChangeAsync(claire.Id, new AccountChange(Unlock: true), Administrator, default);

        Assert.Equal((AccountOutcome.Done, 0, null), (result.Outcome, store.Get("claire").FailedCount, store.Get("claire").LockedUntil));
        Assert.True(await sessions.IsValidAsync(Principals.Of(claire), default));
        AccessEntry written = store.Log.Last();
        Assert.Equal((AccessActions.AccountUnlocked, "admin", "claire"), (written.Action, written.UserName, written.Reason));
    }

    [Fact]
    public async Task Change_UnlockWithAName_DoesBothAndLogsBoth()
    {
        Account claire = (await CreateAsync("claire")).Account!;
        store.Add(claire with { FailedCount = 5, LockedUntil = time.GetUtcNow().AddMinutes(5) });

        AccountResult result = await service.ChangeAsync(claire.Id, new AccountChange("Claire M.", Unlock: true), Administrator, default);

        Assert.Equal(("Claire M.", null), (result.Account!.DisplayName, result.Account.LockedUntil));
        Assert.Equal(("Claire M.", null), (store.Get("claire").DisplayName, store.Get("claire").LockedUntil));
        Assert.Equal([AccessActions.AccountChanged, AccessActions.AccountUnlocked], store.Log.Skip(1).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Change_UnlockWithARoleThatThereIsNot_NothingIsDone()
    {
        Account claire = (await CreateAsync("claire")).Account!;
        store.Add(claire with { FailedCount = 5, LockedUntil = time.GetUtcNow().AddMinutes(5) });

        AccountResult result = await service.ChangeAsync(claire.Id, new AccountChange(Roles: ["Root"], Unlock: true), Administrator, default);

        Assert.Equal(AccountOutcome.Invalid, result.Outcome);
        Assert.NotNull(store.Get("claire").LockedUntil);
    }

    [Fact]
    public async Task ChangeOwnPassword_WrongCurrent_CountsTowardsTheLock()
    {
        Account claire = (await CreateAsync("claire")).Account!;
        for (int i = 0; i < 5; i++)
        {
            await service.ChangeOwnPasswordAsync(claire.Id, "faux", Good + "!", Administrator, default);
        }

        Assert.NotNull(store.Get("claire").LockedUntil);
        Assert.Equal(AccountOutcome.Conflict, (await service.ChangeOwnPasswordAsync(claire.Id, Good, Good + "!", Administrator, default)).Outcome);
    }

    [Fact]
    public async Task ChangeOwnPassword_Right_OtherSessionsEnd()
    {
        Account claire = (await CreateAsync("claire")).Account!;

        AccountResult result = await service.ChangeOwnPasswordAsync(claire.Id, Good, Good + "!", Administrator, default);

        Assert.Equal(AccountOutcome.Done, result.Outcome);
        Assert.False(await sessions.IsValidAsync(Principals.Of(claire), default));
        Assert.True(await sessions.IsValidAsync(Principals.Of(result.Account!), default));
    }

    [Fact]
    public async Task IsValid_DatabaseAway_SessionGoesOn()
    {
        Account claire = (await CreateAsync("claire")).Account!;
        store.IsAway = true;

        Assert.True(await sessions.IsValidAsync(Principals.Of(claire), default));
    }

    private Task<AccountResult> CreateAsync(string userName) =>
        service.CreateAsync(new NewAccount(userName, "Claire", Good, [Roles.Agent], "201"), Administrator, default);
}
