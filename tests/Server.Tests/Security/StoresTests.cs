using Npgsql;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Server.Tests.Data;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

/// <summary>The SQL of accounts, tokens and access log on a real PostgreSQL.</summary>
[Collection(ClusterGroup.Name)]
public sealed class StoresTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static int databases;
    private readonly ManualTimeProvider time = new();
    private Database database = null!;
    private AccountStore accounts = null!;
    private TokenStore tokens = null!;

    public async Task InitializeAsync()
    {
        database = await cluster.OpenDatabaseAsync($"accounts_{Interlocked.Increment(ref databases)}");
        accounts = new AccountStore(database);
        tokens = new TokenStore(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Account_KeptAndFound_AsItWas()
    {
        Account agent = New("agent") with { AgentNumber = "201", Roles = [Roles.Agent, Roles.PoliceDesk] };

        Assert.True(await accounts.TryInsertAsync(agent, default));
        Assert.False(await accounts.TryInsertAsync(New("AGENT"), default));
        Assert.Equivalent(agent, await accounts.FindByNameAsync("Agent", default), strict: true);
        Assert.Equivalent(agent, await accounts.FindByIdAsync(agent.Id, default), strict: true);
        Assert.Null(await accounts.FindByNameAsync("personne", default));
        Account changed = agent with { DisplayName = "Autre", AgentNumber = null, IsDisabled = true, SecurityStamp = "s2", PasswordHash = "h2" };
        Assert.Equal(AccountWrite.Done, await accounts.UpdateProfileAsync(changed, agent.SecurityStamp, default));
        Assert.True(await accounts.UpdatePasswordAsync(changed, changed.SecurityStamp, default));
        Assert.Equivalent(changed, Assert.Single(await accounts.ListAsync(default)), strict: true);
        Assert.Equal(AccountWrite.Stale, await accounts.UpdateProfileAsync(New("nobody"), "s2", default));
    }

    [Fact]
    public async Task CountFailure_LockAndClear_AsTheRuleNeeds()
    {
        Account claire = New("claire");
        await accounts.TryInsertAsync(claire, default);
        DateTimeOffset now = time.GetUtcNow();

        Assert.Null(await accounts.CountFailureAsync("personne", now, default));
        Assert.Equal(1, await accounts.CountFailureAsync("Claire", now, default));
        Assert.Equal(2, await accounts.CountFailureAsync("claire", now, default));
        await accounts.LockAsync("claire", now + TimeSpan.FromMinutes(5), default);
        Assert.Null(await accounts.CountFailureAsync("claire", now, default));
        Assert.Equal(now + TimeSpan.FromMinutes(5), (await accounts.FindByIdAsync(claire.Id, default))!.LockedUntil);
        Assert.Equal(3, await accounts.CountFailureAsync("claire", now + TimeSpan.FromMinutes(5), default));
        await accounts.ClearFailuresAsync(claire.Id, default);
        Account cleared = (await accounts.FindByIdAsync(claire.Id, default))!;
        Assert.Equal((0, null), (cleared.FailedCount, cleared.LockedUntil));
        await accounts.TryInsertAsync(New("admin"), default);
        await accounts.UpdateProfileAsync(cleared with { IsDisabled = true }, cleared.SecurityStamp, default);
        Assert.Null(await accounts.CountFailureAsync("claire", now, default));
    }

    [Fact]
    public async Task InsertFirst_TwoNodesAtOnce_OneIsFirst()
    {
        bool[] first = await Task.WhenAll(Enumerable.Range(0, 8).Select(node =>
        {
            Account admin = New("admin");
            return accounts.TryInsertFirstAsync([admin, New($"node{node}")], NewToken(admin, TokenSecret.New()), default);
        }));

        Assert.Single(first, isFirst => isFirst);
        Assert.Equal(2, (await accounts.ListAsync(default)).Count);
        Assert.Single(await tokens.ListAsync(default));
    }

    [Fact]
    public async Task Token_LifeOfOne()
    {
        Account owner = New("admin");
        await accounts.TryInsertAsync(owner, default);
        string secret = TokenSecret.New();
        ApiToken token = NewToken(owner, secret) with { AgentNumber = "201" };
        await tokens.InsertAsync(token, default);

        Assert.Equivalent(token, await tokens.FindActiveAsync(TokenSecret.Hash(secret), default), strict: true);
        Assert.Null(await tokens.FindActiveAsync(TokenSecret.Hash(TokenSecret.New()), default));
        await tokens.TouchAsync(token.Id, time.GetUtcNow(), default);
        Assert.Equal(time.GetUtcNow(), (await tokens.FindActiveAsync(token.Id, default))!.LastUsedAt);
        await accounts.TryInsertAsync(New("other"), default);
        await accounts.UpdateProfileAsync(owner with { IsDisabled = true }, owner.SecurityStamp, default);
        Assert.Null(await tokens.FindActiveAsync(token.Id, default));
        await accounts.UpdateProfileAsync(owner, owner.SecurityStamp, default);
        Assert.True(await tokens.RevokeAsync(token.Id, time.GetUtcNow(), default));
        Assert.False(await tokens.RevokeAsync(token.Id, time.GetUtcNow(), default));
        Assert.Null(await tokens.FindActiveAsync(TokenSecret.Hash(secret), default));
        Assert.Equal(time.GetUtcNow(), Assert.Single(await tokens.ListAsync(default)).RevokedAt);
    }

    [Fact]
    public async Task AccessLog_Entries_Kept()
    {
        AccessLog log = new(database);
        CallId call = CallId.New(time);
        await log.WriteAsync(new AccessEntry(time.GetUtcNow(), "claire", AccessActions.Listen, call, "plainte", "192.0.2.1"), default);
        await log.WriteAsync(new AccessEntry(time.GetUtcNow(), "admin", AccessActions.AccountCreated, null, null, null), default);

        await using NpgsqlConnection connection = await database.OpenAsync(default);
        await using NpgsqlCommand command = new(
            "select count(*) from access_log where (call_id = $1 and user_name = 'claire' and reason = 'plainte') or call_id is null", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = call.Value });
        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }

    private Account New(string userName) => AccountService.Build(userName, userName, "hash", [Roles.Administrator], null, time);

    private ApiToken NewToken(Account owner, string secret) =>
        TokenService.Build(new NewToken("script", [Roles.Administrator]), secret, owner.Id, owner.UserName, time);
}
