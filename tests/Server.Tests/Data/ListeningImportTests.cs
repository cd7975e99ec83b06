using Npgsql;
using Supervision.Client.Services;
using Supervision.Server.Agents;
using Supervision.Server.Data;
using Supervision.Server.Journal;
using Supervision.Server.Listening;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Tests.Data;

/// <summary>What the journal brings of live listenings, and the versions of the advice, in a real PostgreSQL.</summary>
[Collection(ClusterGroup.Name)]
public sealed class ListeningImportTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Import_BeginAndEndTwice_OneListeningWithBothTimes()
    {
        await using Database database = await cluster.OpenDatabaseAsync("listening_import");
        var listening = new ListeningJournalled(CallId.New(TimeProvider.System), Start, Guid.CreateVersion7(Start), "claire", "Formation – essai\0", "10.0.0.7", IsEnd: false);
        ListeningJournalled end = listening with { At = Start.AddSeconds(90), Reason = nameof(ListeningEnd.Left), IsEnd = true };
        for (int time = 0; time < 2; time++)
        {
            await ImportAsync(database, Guid.CreateVersion7(Start), batch =>
            {
                batch.Add(listening);
                batch.Add(end);
            });
        }

        Assert.Equal(
            ["claire|Formation – essai\uFFFD|10.0.0.7|08:00:00|08:01:30|Left"],
            await ReadAsync(database, "select concat_ws('|', user_name, purpose, remote_address, (started_at at time zone 'utc')::time, (ended_at at time zone 'utc')::time, ended_by) from live_listenings"));
    }

    [Fact]
    public async Task Import_ServerDied_ListeningEndsWithItsCall()
    {
        await using Database database = await cluster.OpenDatabaseAsync("listening_died");
        var journal = Guid.CreateVersion7(Start);
        CallSnapshot call = Samples.Call(CallId.New(TimeProvider.System), Start, isEnded: false);
        await ImportAsync(database, journal, batch =>
        {
            batch.Add(new Grains.Ports.CallJournalled(call.Id, Start, call));
            batch.Add(new ListeningJournalled(call.Id, call.StartedAt.AddSeconds(5), Guid.CreateVersion7(Start), "claire", "Formation", null, IsEnd: false));
        });
        await ImportAsync(database, journal, batch => batch.Add(new ServerStartedJournalled(Start.AddHours(1))));

        Assert.Equal(
            ["claire|Failed|t"],
            await ReadAsync(database, "select concat_ws('|', user_name, ended_by, ended_at >= started_at) from live_listenings"));
    }

    [Fact]
    public async Task Advice_TwoSaveAtOnce_OneWinsAndAllVersionsStay()
    {
        await using Database database = await cluster.OpenDatabaseAsync("advice_versions");
        var store = new AdviceStore(database);
        var first = new Advice(AlarmCategory.Distress, "Le 3114.", 1, "admin", Start);
        Assert.True(await store.TryInsertAsync(first, CancellationToken.None));
        Assert.False(await store.TryInsertAsync(first with { Text = "Autre." }, CancellationToken.None));
        Assert.True(await store.TryInsertAsync(first with { Text = "Le 3114, jour et nuit.", Version = 2 }, CancellationToken.None));

        Assert.Equal(2, Assert.Single(await store.GetNewestAsync(CancellationToken.None)).Version);
        Assert.Equal([2, 1], (await store.GetHistoryAsync(AlarmCategory.Distress, CancellationToken.None)).Select(advice => advice.Version));
    }

    [Fact]
    public async Task Shelf_DatabaseGoesAway_AdviceIsTheLastRead()
    {
        await using Database database = await cluster.OpenDatabaseAsync("advice_mirror");
        string folder = ClusterFixture.CreateFolder("advice-");
        var settings = new DataSettings { Directory = folder };
        var store = new AdviceStore(database);
        var logger = Microsoft.Extensions.Logging.Abstractions.NullLogger<AdviceShelf>.Instance;
        await store.TryInsertAsync(new Advice(AlarmCategory.Distress, "Le 3114.", 1, "admin", Start), CancellationToken.None);
        await new AdviceShelf(store, settings, logger).GetAllAsync(CancellationToken.None);
        database.MarkUnavailable("gone");

        IReadOnlyList<Advice> all = await new AdviceShelf(store, settings, logger).GetAllAsync(CancellationToken.None);

        Assert.Equal(Enum.GetValues<AlarmCategory>(), all.Select(advice => advice.Category));
        Assert.Equal("Le 3114.", all.Single(advice => advice.Category == AlarmCategory.Distress).Text);
        Assert.Equal(0, all[0].Version);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task ImportAsync(Database database, Guid journal, Action<JournalBatch> fill)
    {
        var batch = new JournalBatch(journal);
        fill(batch);
        await database.RunAsync(
            async (connection, cancel) =>
            {
                await using var commands = new NpgsqlBatch(connection);
                batch.Commands.ForEach(commands.BatchCommands.Add);
                return await commands.ExecuteNonQueryAsync(cancel);
            },
            CancellationToken.None);
    }

    private static Task<List<string>> ReadAsync(Database database, string sql) => database.RunAsync(
        async (connection, cancel) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            return await CallRows.ReadAllAsync(reader, row => row.GetString(0), cancel);
        },
        CancellationToken.None);
}
