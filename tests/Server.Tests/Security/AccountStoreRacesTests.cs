using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Server.Tests.Data;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

/// <summary>Late writes of accounts on a real PostgreSQL.</summary>
[Collection(ClusterGroup.Name)]
public sealed class AccountStoreRacesTests(ClusterFixture cluster) : IAsyncLifetime
{
    private static int databases;
    private readonly ManualTimeProvider time = new();
    private Database database = null!;
    private AccountStore accounts = null!;

    public async Task InitializeAsync()
    {
        database = await cluster.OpenDatabaseAsync($"account_races_{Interlocked.Increment(ref databases)}");
        accounts = new AccountStore(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task UpdatePassword_AccountDisabledSinceRead_NothingWritten()
    {
        Account read = await AddAsync("claire", Roles.Supervisor);
        await accounts.UpdateProfileAsync(read with { IsDisabled = true, SecurityStamp = "s2" }, read.SecurityStamp, default);

        Assert.False(await accounts.UpdatePasswordAsync(read with { PasswordHash = "h2", SecurityStamp = "s3" }, read.SecurityStamp, default));

        Assert.Equivalent(
            read with { IsDisabled = true, SecurityStamp = "s2" }, await accounts.FindByIdAsync(read.Id, default), strict: true);
    }

    [Fact]
    public async Task UpdateProfile_PasswordChangedSinceRead_NothingWritten()
    {
        Account read = await AddAsync("claire", Roles.Supervisor);
        Assert.True(await accounts.UpdatePasswordAsync(read with { PasswordHash = "h2", SecurityStamp = "s2" }, read.SecurityStamp, default));

        AccountWrite late = await accounts.UpdateProfileAsync(read with { DisplayName = "Autre", SecurityStamp = "s3" }, read.SecurityStamp, default);

        Assert.Equal(AccountWrite.Stale, late);
        Assert.Equivalent(
            read with { PasswordHash = "h2", SecurityStamp = "s2" }, await accounts.FindByIdAsync(read.Id, default), strict: true);
    }

    [Fact]
    public async Task UpdateProfile_AllAdministratorsDisabledAtOnce_OneIsLeft()
    {
        Account[] administrators = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AddAsync($"admin{i}", Roles.Administrator)));

        AccountWrite[] written = await Task.WhenAll(administrators.Select(administrator => accounts.UpdateProfileAsync(
            administrator with { IsDisabled = true, SecurityStamp = "s2" }, administrator.SecurityStamp, default)));

        Assert.Single(written, AccountWrite.LastAdministrator);
        Assert.Single(await accounts.ListAsync(default), account => account.IsWorkingAdministrator);
    }

    private async Task<Account> AddAsync(string userName, string role)
    {
        Account account = AccountService.Build(userName, userName, "hash", [role], null, time);
        Assert.True(await accounts.TryInsertAsync(account, default));
        return account;
    }
}
