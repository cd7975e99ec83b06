using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Services;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

/// <summary>Accounts and tokens as the page asks for them: who may, what is refused, what is written down.</summary>
public sealed class AccountDeskTests(TestConsole console) : IClassFixture<TestConsole>, IDisposable
{
    private const string Good = "correct cheval pile agrafe";

    private readonly ManualTimeProvider time = new();
    private readonly FakeAccounts store = new();
    private readonly Passwords passwords = new();
    private readonly AccountsSettings settings = new();

    public void Dispose() => passwords.Dispose();

    [Theory]
    [InlineData(Roles.Supervisor)]
    [InlineData(Roles.Agent)]
    [InlineData(Roles.PoliceDesk)]
    public async Task EveryMethod_NoAdministrator_RefusedAndNothingDone(string role)
    {
        AccountDesk desk = DeskOf(Add("claire", role));

        await AssertRefusedAsync(desk);
    }

    [Fact]
    public async Task EveryMethod_Nobody_Refused() => await AssertRefusedAsync(DeskOf(new ClaimsPrincipal(new ClaimsIdentity())));

    [Fact]
    public async Task EveryMethod_TokenOfAnAdministrator_Refused()
    {
        Account admin = Add("admin", Roles.Administrator);
        ApiToken token = TokenService.Build(new NewToken("script", [Roles.Administrator]), TokenSecret.New(), admin.Id, "admin", time);
        store.Tokens.Add(token);

        await AssertRefusedAsync(DeskOf(Principals.Of(token)));
    }

    [Fact]
    public async Task EveryMethod_DemotedOrDisabledWhileThePageIsOpen_Refused()
    {
        Account admin = Add("admin", Roles.Administrator);
        Add("adjoint", Roles.Administrator);
        AccountDesk desk = DeskOf(admin);
        Assert.NotNull(await desk.GetAsync(default));

        Assert.True((await desk.ChangeAsync(admin.Id, new AccountEdit(null, [Roles.Supervisor], null), default)).IsDone);

        await AssertRefusedAsync(desk);
    }

    [Fact]
    public async Task Get_Lists_SayWhatATokenStillIsInItsOwnersHands()
    {
        Account admin = Add("admin", Roles.Administrator);
        Account former = Add("ancien", Roles.Supervisor);
        Account gone = store.Add(Add("parti", Roles.Administrator) with { IsDisabled = true });
        foreach (Account owner in (Account[])[admin, former, gone])
        {
            store.Tokens.Add(TokenService.Build(new NewToken($"de {owner.UserName}", [Roles.Supervisor, Roles.Agent], "201"), TokenSecret.New(), owner.Id, "admin", time));
        }

        AccountLists lists = (await DeskOf(admin).GetAsync(default))!;

        Assert.Equal(["admin"], lists.Accounts.Where(account => account.IsOwn).Select(account => account.UserName));
        Assert.Equal(
            [("de admin", "Supervisor,Agent", false), ("de ancien", "Supervisor", false), ("de parti", "Supervisor,Agent", true)],
            lists.Tokens.Select(token => (token.Name, string.Join(',', token.Roles), token.IsWithoutEffect)));
        Assert.Equal(["admin name", "ancien name", "parti name"], lists.Tokens.Select(token => token.Owner));
    }

    [Fact]
    public async Task Create_MadePassword_ToldOnceAndGoodAtTheDoor()
    {
        AccountDesk desk = DeskOf(Add("admin", Roles.Administrator));

        AccountAnswer answer = await desk.CreateAsync(new AccountDraft(" amina ", "Amina", [Roles.Agent], "204", null), default);

        Assert.True(answer.IsDone);
        Account amina = store.Get("amina");
        Assert.Equal("204", amina.AgentNumber);
        Assert.NotEqual(Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed, await passwords.VerifyAsync(amina, answer.Secret!, default));
        Assert.Equal(("admin", AccessActions.AccountCreated, "amina"), Last());
    }

    [Fact]
    public async Task Create_Refused_EachFaultIsNamed()
    {
        AccountDesk desk = DeskOf(Add("admin", Roles.Administrator));

        AccountAnswer wrong = await desk.CreateAsync(new AccountDraft("É", "", [], "20 4", "court"), default);
        AccountAnswer weak = await desk.CreateAsync(new AccountDraft("amina", "Amina", [Roles.Agent], null, "aminaaminaamina"), default);
        AccountAnswer taken = await desk.CreateAsync(new AccountDraft("admin", "Amina", [Roles.Agent], null, null), default);

        Assert.Equal(
            [AccountFault.UserNameMalformed, AccountFault.PasswordLength, AccountFault.DisplayNameLength, AccountFault.RoleMissing, AccountFault.AgentNumberMalformed],
            wrong.Faults);
        Assert.Equal([AccountFault.PasswordWeak], weak.Faults);
        Assert.Equal([AccountFault.UserNameTaken], taken.Faults);
        Assert.Null(taken.Secret);
    }

    [Fact]
    public async Task SetDisabled_LastAdministrator_Refused()
    {
        Account admin = Add("admin", Roles.Administrator);
        AccountDesk desk = DeskOf(admin);

        Assert.Equal([AccountFault.LastAdministrator], (await desk.SetDisabledAsync(admin.Id, isDisabled: true, default)).Faults);
        Assert.Equal([AccountFault.LastAdministrator], (await desk.ChangeAsync(admin.Id, new AccountEdit(null, [Roles.Agent], null), default)).Faults);
        Assert.True(store.Get("admin").IsWorkingAdministrator);
    }

    [Fact]
    public async Task SetDisabled_TwoWays_DoneAndLogged()
    {
        AccountDesk desk = DeskOf(Add("admin", Roles.Administrator));
        Account claire = Add("claire", Roles.Supervisor);

        Assert.True((await desk.SetDisabledAsync(claire.Id, isDisabled: true, default)).IsDone);
        Assert.True(store.Get("claire").IsDisabled);
        Assert.True((await desk.SetDisabledAsync(claire.Id, isDisabled: false, default)).IsDone);
        Assert.False(store.Get("claire").IsDisabled);
        Assert.Equal(("admin", AccessActions.AccountChanged, "claire"), Last());
    }

    [Fact]
    public async Task Change_NumberTakenAway_IsNone()
    {
        AccountDesk desk = DeskOf(Add("admin", Roles.Administrator));
        Account claire = store.Add(Add("claire", Roles.Supervisor) with { AgentNumber = "201" });

        Assert.True((await desk.ChangeAsync(claire.Id, new AccountEdit("Claire M.", null, ""), default)).IsDone);

        Assert.Equal(("Claire M.", null), (store.Get("claire").DisplayName, store.Get("claire").AgentNumber));
        Assert.Equal([Roles.Supervisor], store.Get("claire").Roles);
    }

    [Fact]
    public async Task Unlock_LockedAccount_IsOpenAndLogged()
    {
        AccountDesk desk = DeskOf(Add("admin", Roles.Administrator));
        Account claire = store.Add(Add("claire", Roles.Supervisor) with { FailedCount = 5, LockedUntil = time.GetUtcNow().AddMinutes(5) });

        Assert.True((await desk.UnlockAsync(claire.Id, default)).IsDone);

        Assert.Null(store.Get("claire").LockedUntil);
        Assert.Equal(("admin", AccessActions.AccountUnlocked, "claire"), Last());
    }

    [Fact]
    public async Task GivePassword_MadeTypedOrBad_AsAsked()
    {
        AccountDesk desk = DeskOf(Add("admin", Roles.Administrator));
        Account claire = Add("claire", Roles.Supervisor);

        AccountAnswer made = await desk.GivePasswordAsync(claire.Id, null, default);
        Assert.NotEqual(Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed, await passwords.VerifyAsync(store.Get("claire"), made.Secret!, default));
        AccountAnswer typed = await desk.GivePasswordAsync(claire.Id, Good, default);
        Assert.Equal((true, null), (typed.IsDone, typed.Secret));
        Assert.Equal([AccountFault.PasswordLength], (await desk.GivePasswordAsync(claire.Id, "Aé1-x", default)).Faults);
        Assert.NotEqual(Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed, await passwords.VerifyAsync(store.Get("claire"), Good, default));
        Assert.Equal([AccountFault.NotFound], (await desk.GivePasswordAsync(Guid.Empty, null, default)).Faults);
        Assert.Equal(("admin", AccessActions.PasswordReset, "claire"), Last());
    }

    [Fact]
    public async Task Token_IssuedAndRevoked_InTheAdministratorsName()
    {
        Account admin = Add("admin", Roles.Administrator);
        AccountDesk desk = DeskOf(admin);
        TokenService tokens = new(store, store, Sessions(), time);

        Assert.Equal([AccountFault.TokenNameLength, AccountFault.RoleMissing], (await desk.IssueTokenAsync(new TokenDraft("", [], null), default)).Faults);
        AccountAnswer issued = await desk.IssueTokenAsync(new TokenDraft("tableau", [Roles.Supervisor], null), default);
        ApiToken kept = (await tokens.CheckAsync(issued.Secret!, default))!;
        Assert.Equal((admin.Id, "admin"), (kept.OwnerId, kept.CreatedBy));
        Assert.Equal(("admin", AccessActions.TokenIssued, "tableau"), Last());

        Assert.True((await desk.RevokeTokenAsync(kept.Id, default)).IsDone);
        Assert.Null(await tokens.CheckAsync(issued.Secret!, default));
        Assert.Equal([AccountFault.NotFound], (await desk.RevokeTokenAsync(kept.Id, default)).Faults);
    }

    [Fact]
    public async Task EveryMethod_DatabaseAway_SaysSo()
    {
        Account admin = Add("admin", Roles.Administrator);
        AccountDesk desk = DeskOf(admin);
        store.IsAway = true;

        Assert.Null(await desk.GetAsync(default));
        foreach (Task<AccountAnswer> act in Acts(desk, admin.Id))
        {
            Assert.Equal([AccountFault.RecordAway], (await act).Faults);
        }
    }

    [Fact]
    public async Task SetDisabledAsync_PageIsLeftOnceItIsLogged_IsDoneAllTheSame()
    {
        AccountDesk desk = DeskOf(Add("admin", Roles.Administrator));
        Account agent = Add("louise", Roles.Agent);
        using var leaving = new CancellationTokenSource();
        store.Written = leaving.Cancel;

        Assert.True((await desk.SetDisabledAsync(agent.Id, isDisabled: true, leaving.Token)).IsDone);

        Assert.True(leaving.IsCancellationRequested);
        Assert.True((await store.FindByIdAsync(agent.Id, default))!.IsDisabled);
    }

    private static IEnumerable<Task<AccountAnswer>> Acts(AccountDesk desk, Guid id) =>
    [
        desk.CreateAsync(new AccountDraft("amina", "Amina", [Roles.Agent], "204", Good), default),
        desk.ChangeAsync(id, new AccountEdit("Autre", null, null), default),
        desk.SetDisabledAsync(id, isDisabled: true, default),
        desk.UnlockAsync(id, default),
        desk.GivePasswordAsync(id, Good, default),
        desk.IssueTokenAsync(new TokenDraft("tableau", [Roles.Supervisor], null), default),
        desk.RevokeTokenAsync(id, default),
    ];

    private async Task AssertRefusedAsync(AccountDesk desk)
    {
        int logged = store.Log.Count;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => desk.GetAsync(default));
        foreach (Task<AccountAnswer> act in Acts(desk, Guid.Empty))
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => act);
        }

        Assert.Equal(logged, store.Log.Count);
    }

    private Account Add(string userName, string role) =>
        store.Add(AccountService.Build(userName, $"{userName} name", "hash", [role], null, time));

    private (string By, string Action, string? Target) Last()
    {
        AccessEntry last = store.Log.Last();
        return (last.UserName, last.Action, last.Reason);
    }

    private SessionValidator Sessions() => new(store, store, time);

    private AccountDesk DeskOf(Account account) => DeskOf(Principals.Of(account));

    private AccountDesk DeskOf(ClaimsPrincipal person)
    {
        SessionValidator sessions = Sessions();
        return new AccountDesk(
            new AccountService(store, store, passwords, sessions, settings, time),
            new TokenService(store, store, sessions, time),
            sessions,
            settings,
            new FixedState(person),
            console.Services.GetRequiredService<IAuthorizationService>());
    }

    /// <summary>A circuit's user, whatever became of her session.</summary>
    private sealed class FixedState(ClaimsPrincipal person) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(person));
    }
}
