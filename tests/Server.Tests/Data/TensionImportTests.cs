using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Server.Tests.Data;

[Collection(ClusterGroup.Name)]
public sealed class TensionImportTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset At = Samples.Morning;

    [Fact]
    public async Task Import_Curve_IsReadBackInOrderOnce()
    {
        await using JournalBench bench = await OpenAsync("tension_curve");
        CallId id = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At)));
        bench.Journal.Append(Batch(id, 13_000, 13_000, 900, 3));
        bench.Journal.Append(Batch(id, 2000, 2000, 125, 1, 3000, 500, 2));
        bench.Journal.Append(Batch(id, 13_000, 13_000, 901, 3));
        bench.Journal.Append(new CallEventJournalled(id, At, "key", 500, "5"));
        await bench.UntilAsync("select count(*) from call_events", 1);

        CallTension curve = (await new CallRepository(bench.Database).GetAsync(id, CallScope.All, CancellationToken.None))!.Tension!;
        Assert.Equal(("aggression-1", 0.8f, 0.6f), (curve.Model, curve.RaiseThreshold, curve.ClearThreshold));
        Assert.Equal(
            [
                new TensionPoint(2000, 0.125f, TensionLevel.Calm),
                new TensionPoint(3000, 0.5f, TensionLevel.Tense),
                new TensionPoint(13_000, 0.901f, TensionLevel.Aggressive),
            ],
            curve.Points);
    }

    [Fact]
    public async Task Import_Refusal_ErasesTheCurve()
    {
        await using JournalBench bench = await OpenAsync("tension_refused");
        CallId erased = CallId.New(TimeProvider.System);
        CallId refused = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(Batch(erased, 2000, 2000, 125, 1));
        bench.Journal.Append(Batch(refused, 2000, 2000, 125, 1));
        await bench.UntilAsync("select count(*) from tension", 2);
        bench.Journal.Append(new TranscriptErasedJournalled(erased, At, "refused"));
        bench.Journal.Append(new CallJournalled(refused, At, Samples.Call(refused, At) with { Recording = RecordingState.Refused }));
        await bench.UntilAsync("select count(*) from calls", 1);

        Assert.Equal(0, await bench.ScalarAsync("select count(*) from tension"));
    }

    [Fact]
    public async Task Import_FoundPrivate_LeavesNothingButTheAlarmWithoutItsWords()
    {
        await using JournalBench bench = await OpenAsync("tension_private");
        CallId id = CallId.New(TimeProvider.System);
        CallId other = CallId.New(TimeProvider.System);
        AlarmId alarm = AlarmId.New(TimeProvider.System);
        await bench.StartAsync();
        foreach (CallId call in new[] { id, other })
        {
            bench.Journal.Append(new CallJournalled(call, At, Samples.Call(call, At, isEnded: false)));
            bench.Journal.Append(new UtteranceJournalled(call, At, Samples.Said(Lane.Caller, 0, "bonjour")));
            bench.Journal.Append(new CallEventJournalled(call, At, "key", 500, "5"));
            bench.Journal.Append(Batch(call, 2000, 2000, 125, 1));
        }

        bench.Journal.Append(new AlarmJournalled(id, At, Samples.Alarm(id, alarm, 1, AlarmState.Raised)));
        await bench.UntilAsync("select count(*) from alarms", 1);
        bench.Journal.Append(new CallErasedJournalled(id, At, "private"));
        await bench.UntilAsync("select count(*) from calls", 1);

        foreach (string table in new[] { "utterances", "call_events", "tension" })
        {
            Assert.Equal(1, await bench.ScalarAsync($"select count(*) from {table}"));
        }

        Assert.Equal(0, await bench.ScalarAsync("select count(*) from alarms where reasons::text like '%tuer%'"));
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from alarm_steps where alarm::text like '%tuer%'"));
        Assert.Equal(0, bench.Importer.Rejected);
    }

    [Fact]
    public async Task Import_LanesMoved_TheVoiceBeforeIsGoneAndTheOneAfterStays()
    {
        await using JournalBench bench = await OpenAsync("tension_moved");
        CallId id = CallId.New(TimeProvider.System);
        CallId other = CallId.New(TimeProvider.System);
        Alarm alarm = Samples.Alarm(id, AlarmId.New(TimeProvider.System), 1, AlarmState.Raised) with { Reasons = [Voice(8000)] };
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At)));
        bench.Journal.Append(Batch(id, 2000, 2000, 900, 3));
        bench.Journal.Append(Batch(other, 2000, 2000, 900, 3));
        bench.Journal.Append(new AlarmJournalled(id, At, alarm));
        bench.Journal.Append(new AlarmJournalled(other, At, alarm with { Id = AlarmId.New(TimeProvider.System), CallId = other }));
        await bench.UntilAsync("select count(*) from alarm_steps", 2);
        bench.Journal.Append(new TensionErasedJournalled(id, At, 12_000));
        bench.Journal.Append(Batch(id, 14_500, 14_500, 300, 1));

        // Of the same moment, journalled by another: what came after the move is not touched.
        bench.Journal.Append(new TensionErasedJournalled(id, At, 12_000));
        Alarm joined = alarm with { Revision = 2, Reasons = [Voice(8000) with { Score = null, Threshold = null, Lowered = WordLowering.OtherVoice }, Voice(15_000)] };
        bench.Journal.Append(new AlarmJournalled(id, At, joined));
        bench.Journal.Append(new TensionErasedJournalled(id, At, 12_000));
        bench.Journal.Append(new CallEventJournalled(id, At, "key", 500, "5"));
        await bench.UntilAsync("select count(*) from call_events", 1);

        CallDetails details = (await new CallRepository(bench.Database).GetAsync(id, CallScope.All, CancellationToken.None))!;
        Assert.Equal(14_500, Assert.Single(details.Tension!.Points).AtMs);
        Assert.Equal(joined.Reasons, Assert.Single(details.Alarms).Reasons);
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from alarm_steps s, jsonb_array_elements(s.alarm->'reasons') r where r->>'atMs' = '8000' and r->>'score' is not null"));
        Assert.Equal(2, await bench.ScalarAsync("select count(*) from alarm_steps s, jsonb_array_elements(s.alarm->'reasons') r where r->>'lowered' = 'OtherVoice'"));
        Assert.Equal(0, bench.Importer.Rejected);
    }

    private static AlarmReason Voice(int atMs) => new("acoustic/aggression", "", Lane.Caller, atMs, "aggression-1", 0.9f, 0.8f);

    [Fact]
    public async Task GetSinceAsync_CallsOfTheDay_WithWhatWasConfirmed()
    {
        await using JournalBench bench = await OpenAsync("tension_past");
        CallId today = CallId.New(TimeProvider.System);
        CallId old = CallId.New(TimeProvider.System);
        CallId confirmed = CallId.New(TimeProvider.System);
        CallId withheld = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(today, At, Samples.Call(today, At)));
        bench.Journal.Append(new CallJournalled(old, At, Samples.Call(old, At.AddDays(-2))));
        bench.Journal.Append(new CallJournalled(confirmed, At, Samples.Call(confirmed, At.AddDays(-2))));
        bench.Journal.Append(new CallJournalled(withheld, At, Samples.Call(withheld, At) with { Caller = new Party(null, null) }));
        bench.Journal.Append(new AlarmJournalled(confirmed, At, Samples.Alarm(confirmed, AlarmId.New(TimeProvider.System), 3, AlarmState.Resolved)));
        await bench.UntilAsync("select count(*) from alarms", 1);

        IReadOnlyList<PastCall> past = await new CallerPastRepository(bench.Database).GetSinceAsync(At.AddHours(-24), 10, CancellationToken.None);
        Assert.Equal([today, confirmed], past.Select(call => call.Id));
        Assert.Equal([null, At.AddSeconds(9)], past.Select(call => call.ConfirmedAt));
    }

    private static TensionJournalled Batch(CallId id, int fromMs, params int[] points) => new(id, At, fromMs, points, "aggression-1", 0.8f, 0.6f);

    private async Task<JournalBench> OpenAsync(string name) =>
        new(await cluster.OpenDatabaseAsync(name), Directory.CreateTempSubdirectory("journal-").FullName);
}
