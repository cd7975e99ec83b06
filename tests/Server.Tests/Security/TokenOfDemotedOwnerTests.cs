using System.Security.Claims;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Server.Tests.Data;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

/// <summary>A token may no more than its owner may now, in the service and on a real PostgreSQL.</summary>
[Collection(ClusterGroup.Name)]
public sealed class TokenOfDemotedOwnerTests(ClusterFixture cluster)
{
    private static int databases;
    private readonly ManualTimeProvider time = new();

    [Theory]
    [InlineData(new[] { Roles.Administrator }, new[] { Roles.Supervisor }, new string[0])]
    [InlineData(new[] { Roles.Administrator, Roles.Supervisor }, new[] { Roles.Supervisor }, new[] { Roles.Supervisor })]
    [InlineData(new[] { Roles.PoliceDesk }, new[] { Roles.Administrator }, new[] { Roles.PoliceDesk })]
    public async Task FindActive_OwnersRolesChanged_RolesTheyShare(string[] ofToken, string[] ofOwner, string[] left)
    {
        await using Database database = await OpenAsync();
        AccountStore accounts = new(database);
        TokenStore tokens = new(database);
        Account owner = AccountService.Build("admin", "Admin", "hash", [Roles.Administrator], null, time);
        await accounts.TryInsertAsync(owner, default);
        await accounts.TryInsertAsync(AccountService.Build("other", "Other", "hash", [Roles.Administrator], null, time), default);
        string secret = TokenSecret.New();
        await tokens.InsertAsync(TokenService.Build(new NewToken("script", ofToken), secret, owner.Id, "admin", time), default);

        await accounts.UpdateProfileAsync(owner with { Roles = ofOwner, SecurityStamp = "s2" }, owner.SecurityStamp, default);

        Assert.Equal(left, (await tokens.FindActiveAsync(TokenSecret.Hash(secret), default))?.Roles ?? []);
        Assert.Equal(ofToken, Assert.Single(await tokens.ListAsync(default)).Roles);
    }

    [Fact]
    public void HeldBy_OwnerIsNoAdministrator_OtherPeoplesNumberIsGone()
    {
        ApiToken token = TokenService.Build(new NewToken("script", [Roles.Agent], "201"), TokenSecret.New(), Guid.CreateVersion7(time.GetUtcNow()), "admin", time);

        Assert.Equal("201", token.HeldBy([Roles.Administrator], null)!.AgentNumber);
        Assert.Equal("201", token.HeldBy([Roles.Agent], "201")!.AgentNumber);
        Assert.Null(token.HeldBy([Roles.Agent], "202")!.AgentNumber);
    }

    [Fact]
    public async Task IsValid_OwnerDemotedWhileAConnectionIsOpen_ItEnds()
    {
        FakeAccounts store = new();
        SessionValidator sessions = new(store, store, time);
        TokenService service = new(store, store, sessions, time);
        Account owner = store.Add(AccountService.Build("admin", "Admin", "hash", [Roles.Administrator, Roles.Supervisor], null, time));
        (_, string secret) = await service.IssueAsync(
            new NewToken("script", [Roles.Administrator, Roles.Supervisor]), owner.Id, new Actor("admin", null));
        ClaimsPrincipal connection = Principals.Of((await service.CheckAsync(secret, default))!);
        Assert.True(await sessions.IsValidAsync(connection, default));

        store.Add(owner with { Roles = [Roles.Supervisor] });
        sessions.Forget();

        Assert.False(await sessions.IsValidAsync(connection, default));
        ClaimsPrincipal again = Principals.Of((await service.CheckAsync(secret, default))!);
        Assert.False(again.IsInRole(Roles.Administrator));
        Assert.True(await sessions.IsValidAsync(again, default));
    }

    private Task<Database> OpenAsync() => cluster.OpenDatabaseAsync($"tokens_{Interlocked.Increment(ref databases)}");
}
