using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Grains.Feed;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Incidents;
using Supervision.Server.Journal;
using Supervision.Server.Live;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Server.Tests.Data;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Tests.Incidents;

/// <summary>From the journal to the database and back into the grain, with the database there and away.</summary>
[Collection(ClusterGroup.Name)]
public sealed class IncidentImportTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset At = Samples.Morning;
    private static readonly CallId Call = CallId.New(TimeProvider.System);

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Import_StepsOutOfOrder_NewestRowAllStepsAndCalls()
    {
        await using JournalBench bench = await OpenAsync("incident_steps");
        await bench.StartAsync();
        Incident second = IncidentSamples.Of(Call, 1, At, IncidentState.InProgress, revision: 2);
        bench.Journal.Append(new IncidentJournalled(Call, At, second));
        bench.Journal.Append(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, 1, At)));
        await bench.UntilAsync("select count(*) from incident_steps", 2);
        Incident kept = (await new IncidentRepository(bench.Database).FindAsync(new IncidentNumber("", 2026, 1), None))!;

        Assert.Equal((IncidentState.InProgress, 2), (kept.State, kept.Revision));
        Assert.Equal("noté\uFFFD", kept.Steps[1].Note);
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from incident_calls where caller_number = '0612345678'"));
        Assert.Equal(0, bench.Importer.Rejected);
    }

    [Fact]
    public async Task Import_DetachedCall_LeavesTheTableAndALateMessageDoesNotBringItBack()
    {
        await using Database database = await cluster.OpenDatabaseAsync("incident_detached");
        CallId wrong = CallId.New(TimeProvider.System);
        Incident first = IncidentSamples.Of(Call, 1, At);
        Incident attached = first with { Revision = 2, Calls = [.. first.Calls, new IncidentCall(wrong, "0755555555", null, At, At, "police")] };
        foreach (Incident incident in new[] { first, attached, first with { Revision = 3 }, attached })
        {
            var batch = new JournalBatch(Guid.Empty);
            batch.Add(new IncidentJournalled(Call, At, incident));
            await RunAsync(database, batch);
        }

        await using NpgsqlConnection connection = await database.OpenAsync(None);
        await using var calls = new NpgsqlCommand("select string_agg(call_id::text, ',') from incident_calls", connection);
        Assert.Equal(Call.ToString(), await calls.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Restart_DatabaseThere_OpenOnesComeBackAndNumbersGoOn()
    {
        await using JournalBench bench = await OpenAsync("incident_restart");
        await bench.StartAsync();
        AlarmId alarm = AlarmId.New(TimeProvider.System);
        bench.Journal.Append(new AlarmJournalled(Call, At, Samples.Alarm(Call, alarm, 1, AlarmState.Raised)));
        bench.Journal.Append(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, 1, At)));
        bench.Journal.Append(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, 2, At, IncidentState.Closed)));
        bench.Journal.Append(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, 3, At, IncidentState.Closed, alarm: alarm)));
        await bench.UntilAsync("select count(*) from incidents", 3);
        await bench.StopAsync();
        await bench.StartAsync();
        await bench.Importer.WhenCaughtUpAsync(bench.Patience);
        RemoveSegments(bench);
        IncidentGrain grain = NewGrain(bench);
        using IncidentRestorer restorer = NewRestorer(bench, grain);
        await restorer.StartAsync(None);
        await restorer.WhenRestoredAsync(bench.Patience);

        // The one that is open, and the closed one whose alarm is still in hand.
        Assert.Equal([1, 3], (await grain.GetKnownAsync(None)).Select(incident => incident.Number!.Value.Serial).Order());
        Incident next = await grain.ReportAsync(Samples.Alarm(CallId.New(TimeProvider.System), AlarmId.New(TimeProvider.System), 1, AlarmState.Raised), NewCall(), None);
        Assert.Equal($"{next.OpenedAt.Year}-0001", IncidentOfThisYear(next));
        await restorer.StopAsync(None);
        await grain.CloseAsync();
    }

    [Fact]
    public async Task Restart_DatabaseAway_JournalAndMarkKeepNumbersWithoutGapOrRepeat()
    {
        await using JournalBench bench = await OpenAsync("incident_away");
        await bench.StartAsync();
        bench.Journal.Append(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, 1, At, IncidentState.Closed)));
        bench.Journal.Append(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, 2, At, IncidentState.Closed)));
        await bench.UntilAsync("select count(*) from incidents", 2);
        await bench.StopAsync();

        await using var away = new Database();
        away.MarkUnavailable("stopped");
        await using var outage = new JournalBench(away, ClusterFixture.CreateFolder("away-"));
        CopyMark(bench, outage);
        await outage.StartAsync();
        outage.Journal.Append(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, 3, At)));
        await outage.StopAsync();
        await outage.StartAsync();
        IncidentGrain grain = NewGrain(outage);
        using IncidentRestorer restorer = NewRestorer(outage, grain);
        await restorer.StartAsync(None);
        Incident? found = null;
        while (found is null)
        {
            await Task.Delay(20, outage.Patience);
            found = await grain.FindAsync(new IncidentNumber("", 2026, 3), None);
        }

        Assert.False((await grain.GetOpenAsync(None)).IsWhole);
        IncidentNumbering numbering = new("", _ => 2026);
        numbering.Start(outage.Folder.IncidentMark.Read("")!);
        numbering.Learn(found.Number);
        Assert.Equal("2026-0004", numbering.Next(At).ToString());
        await restorer.StopAsync(None);
        await grain.CloseAsync();
    }

    [Fact]
    public void Mark_RaisedAndRead_BySeriesAndYearAndNeverLower()
    {
        string folder = Directory.CreateTempSubdirectory("mark-").FullName;
        var mark = new IncidentMark(folder);
        Assert.Null(mark.Read(""));
        mark.Raise([new IncidentNumber("", 2026, 5), new IncidentNumber("N", 2026, 9), new IncidentNumber("", 2025, 40)]);
        mark.Raise([new IncidentNumber("", 2026, 4)]);
        mark.Raise([]);

        Assert.Equal(new Dictionary<int, int> { [2026] = 5, [2025] = 40 }, new IncidentMark(folder).Read(""));
        Assert.Equal(new Dictionary<int, int> { [2026] = 9 }, new IncidentMark(folder).Read("N"));
        File.WriteAllText(Path.Combine(folder, "incident-numbers.json"), "{");
        Assert.Throws<IOException>(() => new IncidentMark(folder).Read(""));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task History_OfANumber_CountsItsCallsAlarmsAndOtherIncidents()
    {
        await using Database database = await cluster.OpenDatabaseAsync("incident_history");
        CallId first = CallId.New(TimeProvider.System);
        CallId second = CallId.New(TimeProvider.System);
        CallId other = CallId.New(TimeProvider.System);
        var batch = new JournalBatch(Guid.Empty);
        batch.Add(new CallJournalled(first, At, Samples.Call(first, At.AddDays(-60))));
        batch.Add(new CallJournalled(second, At, Samples.Call(second, At)));
        batch.Add(new CallJournalled(other, At, Samples.Call(other, At, caller: "0299887766")));
        batch.Add(new AlarmJournalled(first, At, Samples.Alarm(first, AlarmId.New(TimeProvider.System), 1, AlarmState.Resolved)));
        batch.Add(new AlarmJournalled(second, At, Samples.Alarm(second, AlarmId.New(TimeProvider.System), 1, AlarmState.Raised)));
        batch.Add(new IncidentJournalled(first, At, IncidentSamples.Of(first, 1, At.AddDays(-60), IncidentState.Closed, number: "+33612345678")));
        batch.Add(new IncidentJournalled(second, At, IncidentSamples.Of(second, 2, At, number: "+33612345678")));
        batch.Add(new IncidentJournalled(other, At, IncidentSamples.Of(other, 3, At, number: "0299887766")));
        await RunAsync(database, batch);
        var repository = new IncidentRepository(database);
        Incident asking = (await repository.FindAsync(new IncidentNumber("", 2026, 2), None))!;
        NumberHistory history = await repository.GetHistoryAsync(["+33612345678", "0612345678"], asking.Id, At.AddMinutes(1), None);

        Assert.Equal((2, 1, 2, 1), (history.CallCount, history.RecentCallCount, history.AlarmCount, history.ConfirmedAlarmCount));
        Assert.Equal([second, first], history.Calls.Select(item => item.Call.Id));
        Assert.Equal([1, 1], history.Calls.Select(item => item.AlarmCount));
        Assert.Equal("2026-0001", Assert.Single(history.Incidents).Number.ToString());
    }

    [Fact]
    public async Task SearchAsync_StatesAndDates_NewestFirst()
    {
        await using Database database = await cluster.OpenDatabaseAsync("incident_search");
        var batch = new JournalBatch(Guid.Empty);
        for (int i = 1; i <= 3; i++)
        {
            batch.Add(new IncidentJournalled(Call, At, IncidentSamples.Of(Call, i, At.AddHours(i), i == 2 ? IncidentState.Closed : IncidentState.New)));
        }

        await RunAsync(database, batch);
        var repository = new IncidentRepository(database);
        IncidentList all = await repository.SearchAsync(new IncidentQuery { PageSize = 2 }, None);
        IncidentList closed = await repository.SearchAsync(new IncidentQuery { States = [IncidentState.Closed] }, None);
        IncidentList late = await repository.SearchAsync(new IncidentQuery { From = At.AddHours(2), To = At.AddHours(3) }, None);

        Assert.Equal((3, "2026-0003,2026-0002"), (all.Total, string.Join(',', all.Items.Select(incident => incident.Number))));
        Assert.Equal(2, Assert.Single(closed.Items).Number!.Value.Serial);
        Assert.Equal(2, Assert.Single(late.Items).Number!.Value.Serial);
    }

    [Fact]
    public async Task Archive_PoliceDesk_SeesTheCallsOfIncidentsAndNoOther()
    {
        await using Database database = await cluster.OpenDatabaseAsync("incident_rows");
        CallId attached = CallId.New(TimeProvider.System);
        CallId justAttached = CallId.New(TimeProvider.System);
        CallId other = CallId.New(TimeProvider.System);
        var batch = new JournalBatch(Guid.Empty);
        foreach (CallId id in new[] { attached, justAttached, other })
        {
            batch.Add(new CallJournalled(id, At, Samples.Call(id, At)));
        }

        batch.Add(new IncidentJournalled(attached, At, IncidentSamples.Of(attached, 1, At)));
        await RunAsync(database, batch);
        var inMemory = new AttachedCalls();
        inMemory.Replace(null, IncidentSamples.Of(justAttached, 2, At));
        string folder = Directory.CreateTempSubdirectory("rows-").FullName;
        var recordings = new RecordingStore(new RecordingPaths(folder));
        var desk = new CallArchive(new CallRepository(database), recordings, new LiveCallDetails(new FakeCalls()), new DeskUser(inMemory));
        CallId[] seen = [.. (await desk.SearchAsync(new CallQuery(), None)).Items.Select(item => item.Call.Id)];

        Assert.Equal(new[] { attached, justAttached }.OrderBy(id => id.Value), seen.OrderBy(id => id.Value));
        Assert.NotNull(await desk.GetAsync(attached, None));
        Assert.NotNull(await desk.GetAsync(justAttached, None));
        Assert.Null(await desk.GetAsync(other, None));
        Directory.Delete(folder, recursive: true);
    }

    private async Task<JournalBench> OpenAsync(string name) => new(await cluster.OpenDatabaseAsync(name), ClusterFixture.CreateFolder("incidents-"));

    private static IncidentGrain NewGrain(JournalBench bench) => new(
        TimeProvider.System, new LiveFeed(), bench.Journal, new IncidentNumbering("", at => at.Year), NullLogger<IncidentGrain>.Instance);

    private static IncidentRestorer NewRestorer(JournalBench bench, IncidentGrain grain) => new(
        bench.Folder,
        bench.Importer,
        new IncidentRepository(bench.Database),
        grain,
        new IncidentsSettings(),
        new StartReading(TimeProvider.System, NullLogger<StartReading>.Instance),
        NullLogger<IncidentRestorer>.Instance);

    private static IncidentCall NewCall() => new(CallId.New(TimeProvider.System), "0611111111", null, At, default, null);

    /// <summary>The samples are of 2026: the serial goes on in that year, and begins at one in any other.</summary>
    private static string IncidentOfThisYear(Incident incident) => incident.OpenedAt.Year == 2026
        ? $"2026-{incident.Number!.Value.Serial - 3:0000}"
        : incident.Number!.Value.ToString();

    /// <summary>As after hours: what is imported has left the disk.</summary>
    private static void RemoveSegments(JournalBench bench) => bench.Folder.RemoveUpTo(long.MaxValue - 1);

    private static void CopyMark(JournalBench from, JournalBench to)
    {
        string name = Path.Combine("journal", "incident-numbers.json");
        Directory.CreateDirectory(Path.Combine(to.FolderPath, "journal"));
        File.Copy(Path.Combine(from.FolderPath, name), Path.Combine(to.FolderPath, name));
    }

    private static async Task RunAsync(Database database, JournalBatch batch)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(None);
        await using var commands = new NpgsqlBatch(connection);
        batch.Commands.ForEach(commands.BatchCommands.Add);
        await commands.ExecuteNonQueryAsync();
    }

    private sealed record DeskUser(IAttachedCalls Calls) : ICurrentUser
    {
        public string? Name => "police";

        public bool SeesAllCalls => false;

        public string? AgentNumber => null;

        public IAttachedCalls? Attached => Calls;
    }
}
