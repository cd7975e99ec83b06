using Npgsql;
using Supervision.Grains;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Journal;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Server.Tests.Data;

/// <summary>What the record keeps of alarms and how it is asked, on a real database.</summary>
[Collection(ClusterGroup.Name)]
public sealed class AlarmRepositoryTests(ClusterFixture cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Morning = Samples.Morning;

    [Fact]
    public async Task Import_StepsTwice_EachIsKeptOnceWithWhoWhatAndWhy()
    {
        await using Database database = await cluster.OpenDatabaseAsync("alarm_steps_kept");
        var alarms = new AlarmRepository(database);
        CallId call = NewCall();
        Alarm raised = Samples.Alarm(call, NewAlarm(), 1, AlarmState.Raised) with { WaitingSince = Morning, EscalatesAt = Morning.AddSeconds(30) };
        Alarm escalated = raised with { Revision = 2, EscalatesAt = null, EscalatedAt = Morning.AddSeconds(30) };
        Alarm taken = Samples.Alarm(call, raised.Id, 3, AlarmState.Acknowledged) with { EscalatedAt = escalated.EscalatedAt, SnoozedUntil = Morning.AddMinutes(5) };
        JournalEntry[] entries =
        [
            Entry(raised, AlarmStepKind.Raised, 0),
            Entry(escalated, AlarmStepKind.Escalated, 30),
            Entry(taken, AlarmStepKind.Snoozed, 40, "martin", "en ligne"),
        ];
        await ImportAsync(database, [.. entries, .. entries]);

        Assert.Equal(taken, Same(Assert.Single(await alarms.GetOpenAsync(None)), taken));
        Assert.Equal(taken, Same((await alarms.GetAsync(raised.Id, null, None))!, taken));
        Assert.Equal(
            [
                AlarmStep.Of(raised, new AlarmAct(AlarmStepKind.Raised), Morning),
                AlarmStep.Of(escalated, new AlarmAct(AlarmStepKind.Escalated), Morning.AddSeconds(30)),
                AlarmStep.Of(taken, new AlarmAct(AlarmStepKind.Snoozed, "martin", "en ligne"), Morning.AddSeconds(40)),
            ],
            await alarms.GetStepsAsync(raised.Id, None));
    }

    [Fact]
    public async Task Import_EntryOfAnOlderServer_GuessesTheStep()
    {
        await using Database database = await cluster.OpenDatabaseAsync("alarm_steps_guessed");
        CallId call = NewCall();
        AlarmId id = NewAlarm();
        await ImportAsync(
            database,
            [
                new AlarmJournalled(call, Morning, Samples.Alarm(call, id, 1, AlarmState.Raised)),
                new AlarmJournalled(call, Morning, Samples.Alarm(call, id, 2, AlarmState.Raised)),
                new AlarmJournalled(call, Morning, Samples.Alarm(call, id, 3, AlarmState.Acknowledged)),
                new AlarmJournalled(call, Morning, Samples.Alarm(call, id, 4, AlarmState.Resolved)),
            ]);

        IReadOnlyList<AlarmStep> steps = await new AlarmRepository(database).GetStepsAsync(id, None);
        Assert.Equal([AlarmStepKind.Raised, AlarmStepKind.Joined, AlarmStepKind.Acknowledged, AlarmStepKind.Resolved], steps.Select(step => step.Kind));
        Assert.Equal([null, null, "superviseur", "superviseur"], steps.Select(step => step.By));
    }

    [Fact]
    public async Task SearchAndFigures_EachFilter_FindsItsOwn()
    {
        await using Database database = await cluster.OpenDatabaseAsync("alarm_search");
        CallId call = NewCall();
        Alarm confirmed = Samples.Alarm(call, NewAlarm(), 1, AlarmState.Resolved) with { Category = AlarmCategory.DeathThreat, Severity = AlarmSeverity.Critical };
        Alarm refuted = Samples.Alarm(call, NewAlarm(), 1, AlarmState.Resolved) with { RaisedAt = Morning.AddHours(1), Outcome = AlarmOutcome.FalseAlarm };
        Alarm open = Samples.Alarm(NewCall(), NewAlarm(), 1, AlarmState.Raised) with { RaisedAt = Morning.AddHours(2), EscalatedAt = Morning.AddHours(3) };
        await ImportAsync(
            database,
            [
                new CallJournalled(call, Morning, Samples.Call(call, Morning)),
                Entry(confirmed, AlarmStepKind.Acknowledged, 4, "martin"),
                Entry(confirmed with { Revision = 2 }, AlarmStepKind.Resolved, 60, "martin"),
                Entry(refuted, AlarmStepKind.Resolved, 3610, "martin"),
                Entry(open, AlarmStepKind.Raised, 7200),
            ]);
        var alarms = new AlarmRepository(database);

        Assert.Equal([open.Id, refuted.Id, confirmed.Id], await Found(alarms, new AlarmQuery()));
        Assert.Equal([refuted.Id], await Found(alarms, new AlarmQuery { From = Morning.AddMinutes(1), To = Morning.AddHours(2) }));
        Assert.Equal([open.Id], await Found(alarms, new AlarmQuery { States = [AlarmState.Raised, AlarmState.Acknowledged] }));
        Assert.Equal([confirmed.Id], await Found(alarms, new AlarmQuery { Category = AlarmCategory.DeathThreat }));
        Assert.Equal([confirmed.Id], await Found(alarms, new AlarmQuery { Severity = AlarmSeverity.Critical }));
        Assert.Equal([refuted.Id], await Found(alarms, new AlarmQuery { Outcome = AlarmOutcome.FalseAlarm }));
        Assert.Equal([open.Id], await Found(alarms, new AlarmQuery { Escalated = true }));
        Assert.Equal([refuted.Id, confirmed.Id], await Found(alarms, new AlarmQuery { Escalated = false }));
        Assert.Equal([refuted.Id], await Found(alarms, new AlarmQuery { Page = 2, PageSize = 1 }));
        Assert.Equal([refuted.Id, confirmed.Id], (await alarms.SearchAsync(new AlarmQuery(), "4021", None)).Items.Select(item => item.Alarm.Id));
        Assert.Equal("+33612345678", (await alarms.SearchAsync(new AlarmQuery { Outcome = AlarmOutcome.Confirmed }, null, None)).Items[0].Call!.Caller.Number);
        Assert.Null((await alarms.SearchAsync(new AlarmQuery { Escalated = true }, null, None)).Items[0].Call);
        Assert.Null(await alarms.GetAsync(confirmed.Id, "999", None));

        // 4 s for the one, 10 s for the other that was resolved without being acknowledged; the open one has not been seen.
        Assert.Equal(new AlarmFigures(3, 1, 1, 1, 1, TimeSpan.FromSeconds(7)), await alarms.GetFiguresAsync(new AlarmQuery(), null, None));
        Assert.Equal(new AlarmFigures(1, 0, 0, 1, 1, null), await alarms.GetFiguresAsync(new AlarmQuery { Escalated = true }, null, None));
    }

    [Fact]
    public async Task Restart_WaitingAlarm_ComesBackAndEscalatesWhenItWouldHave()
    {
        await using JournalBench bench = new(await cluster.OpenDatabaseAsync("alarm_restart"), Directory.CreateTempSubdirectory("journal-").FullName);
        var clock = new ManualTimeProvider(Morning);
        await bench.StartAsync();
        await using (GrainDirectory before = NewDirectory(clock, bench.Journal))
        {
            var report = new Grains.Alarms.AlarmReport(NewCall(), AlarmCategory.Threat, AlarmSeverity.Serious, new AlarmReason("words/threat", "…", Lane.Caller, 0, "m", null, null));
            await before.Alarms.ReportAsync(report, None);
            await bench.UntilAsync("select count(*) from alarms where escalates_at = raised_at + interval '30 seconds'", 1);
        }

        await bench.StopAsync();
        await bench.StartAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        await using GrainDirectory after = NewDirectory(clock, bench.Journal);
        await after.Alarms.RestoreAsync(await new AlarmRepository(bench.Database).GetOpenAsync(None), None);
        await bench.UntilAsync("select count(*) from alarms where escalated_at is not null and escalated_by is null and state = 1", 1);

        Alarm alarm = Assert.Single(await after.Alarms.GetOpenAsync(None));
        Assert.Equal(Morning.AddMinutes(1), alarm.EscalatedAt);
        Assert.Equal(2, (await new AlarmRepository(bench.Database).GetStepsAsync(alarm.Id, None)).Count);
    }

    private static GrainDirectory NewDirectory(TimeProvider time, IJournal journal)
    {
        var ports = new GrainPorts
        {
            Time = time,
            Feed = new Grains.Feed.LiveFeed(),
            Journal = journal,
            Words = new Grains.Rules.LiveWordList(Grains.Rules.AlarmWordList.LoadDefault()),
            Settings = new GrainsSettings(),
            Loggers = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        };
        return new GrainDirectory(ports, () => new FakeRecorder(), () => null);
    }

    private static async Task<IEnumerable<AlarmId>> Found(AlarmRepository alarms, AlarmQuery query) =>
        (await alarms.SearchAsync(query, null, None)).Items.Select(item => item.Alarm.Id);

    /// <summary>Records compare lists by identity.</summary>
    private static Alarm Same(Alarm read, Alarm written)
    {
        Assert.Equal(written.Reasons, read.Reasons);
        return read with { Reasons = written.Reasons };
    }

    private static AlarmJournalled Entry(Alarm alarm, AlarmStepKind kind, int seconds, string? by = null, string? note = null) =>
        new(alarm.CallId, Morning.AddSeconds(seconds), alarm, new AlarmAct(kind, by, note));

    private static CallId NewCall() => CallId.New(TimeProvider.System);

    private static AlarmId NewAlarm() => AlarmId.New(TimeProvider.System);

    internal static async Task ImportAsync(Database database, IEnumerable<JournalEntry> entries)
    {
        var batch = new JournalBatch(Guid.Empty);
        foreach (JournalEntry entry in entries)
        {
            batch.Add(entry);
        }

        batch.Finish(1, Morning);
        await using NpgsqlConnection connection = await database.OpenAsync(None);
        await using var commands = new NpgsqlBatch(connection);
        batch.Commands.ForEach(commands.BatchCommands.Add);
        await commands.ExecuteNonQueryAsync();
    }
}
