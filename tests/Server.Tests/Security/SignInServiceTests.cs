using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

public sealed class SignInServiceTests : IDisposable
{
    private const string Right = "un bon mot de passe 42";
    private static readonly IPAddress Source = IPAddress.Parse("192.0.2.7");

    private readonly ManualTimeProvider time = new();
    private readonly FakeAccounts accounts = new();
    private readonly Passwords passwords = new();
    private readonly AccountsSettings settings = new() { SourceFailures = 1000 };

    public void Dispose() => passwords.Dispose();

    [Fact]
    public async Task SignIn_RightPassword_Succeeds()
    {
        await AddAsync("claire");

        SignInResult result = await Service().SignInAsync("claire", Right, Source, default);

        Assert.Equal(SignInOutcome.Succeeded, result.Outcome);
        Assert.Equal("claire", result.Account!.UserName);
    }

    [Theory]
    [InlineData("claire", "faux")]
    [InlineData("personne", Right)]
    public async Task SignIn_WrongNameOrPassword_SameAnswerAndSameQuestions(string userName, string password)
    {
        await AddAsync("claire");

        SignInResult result = await Service().SignInAsync(userName, password, Source, default);

        Assert.Equal(new SignInResult(SignInOutcome.Refused, null), result);
        Assert.Equal(2, accounts.Asked);
    }

    [Fact]
    public async Task SignIn_Disabled_RefusedWithRightPassword()
    {
        await AddAsync("claire");
        accounts.Add(accounts.Get("claire") with { IsDisabled = true });

        Assert.Equal(SignInOutcome.Refused, (await Service().SignInAsync("claire", Right, Source, default)).Outcome);
    }

    [Fact]
    public async Task SignIn_FiveFailures_LockedThenLongerThenForgiven()
    {
        await AddAsync("claire");
        SignInService service = Service();

        await FailAsync(service, 5);
        Assert.Equal(SignInOutcome.Refused, (await service.SignInAsync("claire", Right, Source, default)).Outcome);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromMinutes(5), accounts.Get("claire").LockedUntil);

        time.Advance(TimeSpan.FromMinutes(5));
        await FailAsync(service, 5);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromMinutes(10), accounts.Get("claire").LockedUntil);

        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(SignInOutcome.Succeeded, (await service.SignInAsync("claire", Right, Source, default)).Outcome);
        Assert.Equal(0, accounts.Get("claire").FailedCount);
    }

    [Fact]
    public async Task SignIn_LockedAccount_FailuresDoNotCount()
    {
        await AddAsync("claire");
        SignInService service = Service();

        await FailAsync(service, 9);

        Assert.Equal(5, accounts.Get("claire").FailedCount);
    }

    [Fact]
    public async Task SignIn_ManyFailuresFromOneSource_BlockedBeforeTheDatabaseIsAsked()
    {
        await AddAsync("claire");
        SourceThrottle throttle = new(new AccountsSettings { SourceFailures = 5 }, time);
        SignInService service = Service(throttle);
        await FailAsync(service, 5, "personne");
        int asked = accounts.Asked;

        SignInResult blocked = await service.SignInAsync("claire", Right, Source, default);
        SignInResult elsewhere = await service.SignInAsync("claire", Right, IPAddress.Parse("192.0.2.8"), default);

        Assert.Equal(SignInOutcome.TooMany, blocked.Outcome);
        Assert.Equal(SignInOutcome.Succeeded, elsewhere.Outcome);
        Assert.Equal(5 * 2, asked);
    }

    [Fact]
    public async Task SignIn_DatabaseAway_Throws()
    {
        accounts.IsAway = true;

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => Service().SignInAsync("claire", Right, Source, default));
    }

    [Fact]
    public async Task SignIn_HugePassword_RefusedWithoutHashing()
    {
        await AddAsync("claire");

        SignInResult result = await Service().SignInAsync("claire", new string('x', 100_000), Source, default);

        Assert.Equal(SignInOutcome.Refused, result.Outcome);
        Assert.Equal(0, accounts.Asked);
    }

    private async Task AddAsync(string userName) => accounts.Add(AccountService.Build(
        userName, userName, await passwords.HashAsync(Right, default), [Roles.Supervisor], null, time));

    private static async Task FailAsync(SignInService service, int times, string userName = "claire")
    {
        for (int i = 0; i < times; i++)
        {
            await service.SignInAsync(userName, "faux", Source, default);
        }
    }

    private SignInService Service(SourceThrottle? throttle = null) => new(
        accounts, passwords, throttle ?? new SourceThrottle(settings, time), settings, time, NullLogger<SignInService>.Instance);
}
