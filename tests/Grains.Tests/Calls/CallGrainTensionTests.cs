using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Calls;

public sealed class CallGrainTensionTests : IAsyncDisposable
{
    private readonly GrainHouse _house = new(tension: new TensionParameters());

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task OnAggression_Scores_ArePublishedTwiceASecondAndInTheSnapshot()
    {
        CallGrain grain = await _house.StartCallAsync();
        await _house.HearAsync(grain);
        Say(0.8f, 2000, 4000, stepMs: 100);

        IReadOnlyList<TensionMeasured> told = await _house.HearAsync<TensionMeasured>(grain);
        Assert.Equal([2000, 2500, 3000, 3500], told.Select(measured => measured.Tension.AtMs));
        CallTension curve = (await grain.GetTensionAsync(GrainHouse.None))!;
        Assert.Equal(told.Select(measured => measured.Tension), curve.Points);
        Assert.Equal(("fake", 0.75f, 0.5f), (curve.Model, curve.RaiseThreshold, curve.ClearThreshold));
    }

    [Fact]
    public async Task OnAggression_VoiceThenThreat_IsOneAlarmWithAllReasons()
    {
        CallGrain grain = await _house.StartCallAsync();
        Say(1f, 2000, 8000);
        _house.Speech.Last(Lane.Caller).SayFinal("je vais te tuer", 6000, 7000);
        Say(1f, 8000, 30_000);

        IReadOnlyList<LiveEvent> heard = await _house.HearAsync(grain);
        AlarmRaised raised = Assert.Single(heard.OfType<AlarmRaised>());
        Assert.Equal((AlarmCategory.Aggression, AlarmSeverity.Serious), (raised.Alarm.Category, raised.Alarm.Severity));
        Alarm alarm = Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal(AlarmSeverity.Critical, alarm.Severity);
        Assert.Equal(
            ["acoustic/aggression", "fusion/voice+words"], alarm.Reasons.Select(reason => reason.Rule).Where(rule => !rule.StartsWith("words/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Lane.Agent)]
    [InlineData(Lane.Mixed)]
    public async Task OnAggression_ByAnotherLanesListener_ReachesNothing(Lane lane)
    {
        CallGrain grain = await _house.StartCallAsync(Lane.Caller, lane);
        Say(1f, 2000, 10_000, lane: lane);

        Assert.Empty(await _house.HearAsync<TensionMeasured>(grain));
        Assert.Null(await grain.GetTensionAsync(GrainHouse.None));
        Assert.Equal(16, _house.Directory.Counters.ScoresRefused);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        Assert.Empty(_house.Journal.Of<TensionJournalled>());
        Assert.Empty(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
    }

    [Fact]
    public async Task Hold_Scores_AreRefusedAndTheCurveHasAGap()
    {
        CallGrain grain = await _house.StartCallAsync();
        Say(0.2f, 2000, 5000);
        await MoveToAsync(grain, 5000);
        await grain.SetHeldAsync(true, GrainHouse.None);
        Say(1f, 5000, 20_000);
        Assert.Equal(TensionState.Held, (await grain.GetSnapshotAsync(GrainHouse.None)).Tension);
        await MoveToAsync(grain, 20_000);
        await grain.SetHeldAsync(false, GrainHouse.None);

        // Windows that reach into the hold are music.
        Say(1f, 20_000, 22_000);
        Say(0.2f, 22_000, 23_000);

        IReadOnlyList<TensionPoint> points = (await grain.GetTensionAsync(GrainHouse.None))!.Points;
        Assert.DoesNotContain(points, point => point.AtMs is > 5000 and < 22_000);
        Assert.Equal(22_000, points.First(point => point.AtMs > 5000).AtMs);
        Assert.Empty(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal(TensionState.Followed, (await grain.GetSnapshotAsync(GrainHouse.None)).Tension);
    }

    [Fact]
    public async Task Pause_Scores_AreRefusedAndTheCurveHasAGap()
    {
        CallGrain grain = await _house.StartCallAsync();
        FakeSpeechLane before = _house.Speech.Last(Lane.Caller);
        Say(0.2f, 2000, 5000);
        await MoveToAsync(grain, 5000);
        await grain.PauseRecordingAsync("a", GrainHouse.None);
        before.SayAggression(1f, 5000, 7000);
        Assert.Equal(TensionState.Paused, (await grain.GetSnapshotAsync(GrainHouse.None)).Tension);
        await MoveToAsync(grain, 20_000);
        await grain.ResumeRecordingAsync("a", GrainHouse.None);
        before.SayAggression(1f, 20_000, 22_000);
        _house.Speech.Last(Lane.Caller).SayAggression(1f, 19_000, 21_000);
        _house.Speech.Last(Lane.Caller).SayAggression(0.2f, 20_000, 22_000);

        IReadOnlyList<TensionPoint> points = (await grain.GetTensionAsync(GrainHouse.None))!.Points;
        Assert.Equal([2000, 2500, 3000, 3500, 4000, 4500, 22_000], points.Select(point => point.AtMs));
    }

    [Fact]
    public async Task Refusal_CurveIsErasedAndNoScoreIsTaken()
    {
        CallGrain grain = await _house.StartCallAsync();
        Say(0.4f, 2000, 20_000);
        await grain.RefuseRecordingAsync("caller", GrainHouse.None);
        FakeSpeechLane speech = _house.Speech.Last(Lane.Caller);
        speech.SayAggression(1f, 20_000, 22_000);
        await MoveToAsync(grain, 60_000);

        Assert.Null(await grain.GetTensionAsync(GrainHouse.None));
        Assert.Equal(TensionState.Refused, (await grain.GetSnapshotAsync(GrainHouse.None)).Tension);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);
        IReadOnlyList<JournalEntry> entries = _house.Journal.Entries;
        int erased = entries.ToList().FindIndex(entry => entry is TranscriptErasedJournalled);
        Assert.All(entries.Skip(erased), entry => Assert.IsNotType<TensionJournalled>(entry));
        Assert.DoesNotContain(await _house.HearAsync<TensionMeasured>(grain), measured => measured.Tension.AtMs > 20_000);
    }

    [Fact]
    public async Task Silence_CurveFallsByItself()
    {
        CallGrain grain = await _house.StartCallAsync();
        Say(0.6f, 2000, 5000);
        await MoveToAsync(grain, 5000);
        await _house.HearAsync(grain);
        await MoveToAsync(grain, 30_000);

        IReadOnlyList<TensionMeasured> fallen = await _house.HearAsync<TensionMeasured>(grain);
        Assert.InRange(fallen.Count, 22, 26);
        Assert.Equal(fallen.Select(measured => measured.Tension.Tension).OrderDescending(), fallen.Select(measured => measured.Tension.Tension));
        Assert.Equal(TensionLevel.Calm, fallen[^1].Tension.Level);
        Assert.True(fallen[^1].Tension.Tension < 0.05f);
    }

    [Fact]
    public async Task Journal_LongCall_IsInBatchesAndWholeAtTheEnd()
    {
        CallGrain grain = await _house.StartCallAsync();
        Say(0.3f, 2000, 33_000);
        await grain.GetSnapshotAsync(GrainHouse.None);
        Assert.Equal([2000, 13_000], _house.Journal.Of<TensionJournalled>().Select(entry => entry.FromMs));
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        TensionPoint[] kept = [.. _house.Journal.Of<TensionJournalled>().SelectMany(entry => TensionBatch.Unpack(entry.Points))];
        Assert.Equal(Enumerable.Range(2, 31).Select(second => second * 1000), kept.Select(point => point.AtMs));
        Assert.All(kept.Skip(8), point => Assert.Equal(0.3f, point.Tension, 2));
        TensionJournalled entry = _house.Journal.Of<TensionJournalled>()[0];
        Assert.Equal(("fake", 0.75f, 0.5f), (entry.Model, entry.RaiseThreshold, entry.ClearThreshold));
    }

    [Fact]
    public async Task LastScores_AfterTheHangUp_StillCount()
    {
        CallGrain grain = await _house.StartCallAsync();
        Say(1f, 2000, 4000);
        FakeSpeechLane speech = _house.Speech.Last(Lane.Caller);
        speech.Completing = lane =>
        {
            for (int at = 4000; at < 6000; at += 500)
            {
                lane.SayAggression(1f, at - 2000, at);
            }

            return Task.CompletedTask;
        };
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        Assert.Equal(AlarmCategory.Aggression, Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None)).Category);
    }

    [Theory]
    [InlineData(new[] { Lane.Mixed }, TensionState.NoCallerLane)]
    [InlineData(new[] { Lane.Agent }, TensionState.NoCallerLane)]
    [InlineData(new[] { Lane.Caller, Lane.Agent }, TensionState.Followed)]
    public async Task Tension_ByLanes_SaysWhy(Lane[] lanes, TensionState expected)
    {
        CallGrain grain = await _house.StartCallAsync(lanes);
        Assert.Equal(expected, (await grain.GetSnapshotAsync(GrainHouse.None)).Tension);
    }

    [Fact]
    public async Task Tension_NoModel_SaysSoUntilAScoreProvesOtherwise()
    {
        await using GrainHouse house = new();
        CallGrain grain = await house.StartCallAsync();
        Assert.Equal(TensionState.NoModel, (await grain.GetSnapshotAsync(GrainHouse.None)).Tension);
        house.Speech.Last(Lane.Caller).SayAggression(0.5f);
        Assert.Equal(TensionState.Followed, (await grain.GetSnapshotAsync(GrainHouse.None)).Tension);
    }

    [Fact]
    public async Task TalkOver_ByTheLevelsOfBothLanes_RaisesTogetherWithTheVoice()
    {
        CallGrain grain = await _house.StartCallAsync();
        byte[] loud = [.. Enumerable.Range(0, 160).Select(i => (byte)(i % 2 == 0 ? 0xAA : 0x2A))];
        for (int position = 0; position < 8000 * 6; position += 800)
        {
            for (int piece = 0; piece < 800; piece += 160)
            {
                grain.OnAudio(Lane.Caller, AudioCodec.Pcma, position + piece, loud);
                grain.OnAudio(Lane.Agent, AudioCodec.Pcma, position + piece, loud);
            }

            await grain.GetSnapshotAsync(GrainHouse.None);
        }

        Say(1f, 2000, 6000);
        await _house.HearAsync(grain);
        Alarm alarm = Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal(AlarmSeverity.Critical, alarm.Severity);
        Assert.Contains(alarm.Reasons, reason => reason is { Rule: "context/talk-over", Lane: Lane.Mixed });
    }

    private void Say(float probability, int fromMs, int untilMs, int stepMs = 500, Lane lane = Lane.Caller)
    {
        FakeSpeechLane speech = _house.Speech.Last(lane);
        for (int at = fromMs; at < untilMs; at += stepMs)
        {
            speech.SayAggression(probability, at - 2000, at);
        }
    }

    /// <summary>Time passes until that position of the call's clock, tick by tick.</summary>
    private async Task MoveToAsync(CallGrain grain, int atMs)
    {
        await grain.GetSnapshotAsync(GrainHouse.None);
        while ((_house.Time.GetUtcNow() - grain.StartedAt).TotalMilliseconds < atMs)
        {
            _house.Time.Advance(CallGrain.TickInterval);
            await grain.GetSnapshotAsync(GrainHouse.None);
        }
    }
}
