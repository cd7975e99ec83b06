using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Grains.Feed;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Incidents;
using Supervision.Server.Live;
using Supervision.Server.Tests.Incidents;
using Supervision.Server.Tests.Live;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Tests.Data;

/// <summary>A start on a database whose rows, rights or tables are not as they should be.</summary>
[Collection(ClusterGroup.Name)]
public sealed class StartReadersTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset At = Samples.Morning;

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Restore_DamagedRows_AreCountedAndTheOthersComeBack()
    {
        await using JournalBench bench = new(await cluster.OpenDatabaseAsync("start_damaged"), ClusterFixture.CreateFolder("start-"));
        CallId call = CallId.New(TimeProvider.System);
        AlarmId good = AlarmId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new AlarmJournalled(call, At, Samples.Alarm(call, good, 1, AlarmState.Raised)));
        bench.Journal.Append(new AlarmJournalled(call, At, Samples.Alarm(call, AlarmId.New(TimeProvider.System), 1, AlarmState.Raised)));
        bench.Journal.Append(new IncidentJournalled(call, At, IncidentSamples.Of(call, 1, At)));
        bench.Journal.Append(new IncidentJournalled(call, At, IncidentSamples.Of(call, 2, At)));
        await bench.UntilAsync("select count(*) from incidents", 2);
        await RunAsync(bench, $$"""update alarms set reasons = '{"heard": 7}' where id <> '{{good}}'""");
        await RunAsync(bench, """update incidents set incident = '{"id": []}' where serial = 2""");
        var alarms = new AlarmRepository(bench.Database);
        var incidents = new IncidentRepository(bench.Database);

        Assert.Equal(good, Assert.Single(await alarms.GetOpenAsync(None)).Id);
        Assert.Equal(1, Assert.Single(await incidents.GetToRestoreAsync(None)).Number!.Value.Serial);
        Assert.Equal((1, 1), (alarms.DamagedRows, incidents.DamagedRows));
    }

    [Fact]
    public async Task Readers_StatementRefused_GoOnTryingUntilItPasses()
    {
        await using JournalBench bench = new(await cluster.OpenDatabaseAsync("start_refused"), ClusterFixture.CreateFolder("start-"));
        CallId call = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new AlarmJournalled(call, At, Samples.Alarm(call, AlarmId.New(TimeProvider.System), 1, AlarmState.Raised)));
        bench.Journal.Append(new IncidentJournalled(call, At, IncidentSamples.Of(call, 1, At)));
        await bench.UntilAsync("select count(*) from incidents", 1);
        await bench.StopAsync();
        await bench.StartAsync();
        await bench.Importer.WhenCaughtUpAsync(bench.Patience);

        // As a server that may not read its tables: what PostgreSQL answers is no absence.
        await RunAsync(bench, "alter table alarms rename to alarms_hidden");
        var reading = new StartReading(TimeProvider.System, NullLogger<StartReading>.Instance);
        await using LiveHouse house = new();
        IncidentGrain grain = new(TimeProvider.System, new LiveFeed(), bench.Journal, new IncidentNumbering("", at => at.Year), NullLogger<IncidentGrain>.Instance);
        using var alarms = new AlarmRestorer(bench.Importer, new AlarmRepository(bench.Database), house.Directory, reading, NullLogger<AlarmRestorer>.Instance);
        using var incidents = new IncidentRestorer(
            bench.Folder, bench.Importer, new IncidentRepository(bench.Database), grain, new IncidentsSettings(), reading, NullLogger<IncidentRestorer>.Instance);
        using var history = new CallerHistory(new LiveFeed(), TimeProvider.System);
        using var callers = new CallerHistoryLoader(
            bench.Importer, new CallerPastRepository(bench.Database), history, reading, TimeProvider.System, NullLogger<CallerHistoryLoader>.Instance);
        BackgroundService[] readers = [alarms, incidents, callers];
        foreach (BackgroundService reader in readers)
        {
            await reader.StartAsync(None);
        }

        while (reading.Troubles.Count < readers.Length)
        {
            await Task.Delay(20, bench.Patience);
        }

        Assert.Equal(["alarms", "callers", "incidents"], reading.Troubles.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(DatabaseState.Available, bench.Database.State);
        await RunAsync(bench, "alter table alarms_hidden rename to alarms");
        await Task.WhenAll(readers.Select(reader => reader.ExecuteTask!)).WaitAsync(bench.Patience);
        Assert.Empty(reading.Troubles);
        Assert.Single(await house.Directory.Alarms.GetOpenAsync(None));
        Assert.True((await grain.GetOpenAsync(None)).IsWhole);
        await grain.CloseAsync();
    }

    private static async Task RunAsync(JournalBench bench, string sql)
    {
        await using NpgsqlConnection connection = await bench.Database.OpenAsync(bench.Patience);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(bench.Patience);
    }
}
