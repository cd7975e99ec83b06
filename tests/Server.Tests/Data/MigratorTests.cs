using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Server.Data;

namespace Supervision.Server.Tests.Data;

[Collection(ClusterGroup.Name)]
public sealed class MigratorTests(ClusterFixture cluster)
{
    private readonly Migrator migrator = new(TimeProvider.System, NullLogger<Migrator>.Instance);

    [Fact]
    public async Task MigrateAsync_TwoServersAtOnceThenAgain_EachMigrationIsAppliedOnce()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await cluster.CreateDatabaseAsync("migrate_twice"));
        await Task.WhenAll(
            migrator.MigrateAsync(source, Migration.All, CancellationToken.None),
            migrator.MigrateAsync(source, Migration.All, CancellationToken.None));
        await migrator.MigrateAsync(source, Migration.All, CancellationToken.None);
        await using NpgsqlCommand count = source.CreateCommand("select count(*) from schema_migrations");
        Assert.Equal((long)Migration.All.Count, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task MigrateAsync_AppliedTextChangedOrUnknown_Refuses()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await cluster.CreateDatabaseAsync("migrate_changed"));
        var first = new Migration("20260101_0001_a", "create table a (i int)", "1");
        await migrator.MigrateAsync(source, [first], CancellationToken.None);
        InvalidOperationException changed = await Assert.ThrowsAsync<InvalidOperationException>(
            () => migrator.MigrateAsync(source, [first with { Checksum = "2" }], CancellationToken.None));
        Assert.Contains(first.Name, changed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => migrator.MigrateAsync(source, [], CancellationToken.None));
    }

    [Fact]
    public async Task MigrateAsync_BrokenMigration_LeavesNothingOfIt()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await cluster.CreateDatabaseAsync("migrate_broken"));
        var broken = new Migration("20260101_0001_b", "create table b (i int); select 1/0", "1");
        await Assert.ThrowsAsync<PostgresException>(() => migrator.MigrateAsync(source, [broken], CancellationToken.None));
        await using NpgsqlCommand exists = source.CreateCommand("select to_regclass('b') is null");
        Assert.Equal(true, await exists.ExecuteScalarAsync());
    }

    [Fact]
    public void All_Names_AreDatedNumberedAndInOrder()
    {
        Assert.NotEmpty(Migration.All);
        Assert.All(Migration.All, (m, i) => Assert.Matches($"^[0-9]{{8}}_{i + 1:D4}_[a-z_]+$", m.Name));
    }
}
