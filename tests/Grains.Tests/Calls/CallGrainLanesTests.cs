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

/// <summary>Lines that change their voice in the middle of a call.</summary>
public sealed class CallGrainLanesTests : IAsyncDisposable
{
    private static readonly Party Caller = new("0612345678", null);
    private static readonly Party Agent = new("201", null);

    private readonly GrainHouse _house = new(tension: new TensionParameters());

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task SetParties_LanesSwapLines_SpeechBeginsAnewAndTheCurveForgets()
    {
        CallGrain grain = await _house.StartCallAsync(Lane.Caller, Lane.Agent);
        FakeSpeechLane caller = _house.Speech.Last(Lane.Caller);
        FakeSpeechLane agent = _house.Speech.Last(Lane.Agent);
        caller.SayAggression(0.9f, 0, 2000);
        _house.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.NotEmpty((await grain.GetTensionAsync(GrainHouse.None))!.Points);

        await grain.SetPartiesAsync(Caller, Agent, [Lane.Agent, Lane.Caller], false, GrainHouse.None);

        Assert.True(caller.IsDisposed && agent.IsDisposed);
        Assert.Equal(4, _house.Speech.Opened.Count);
        Assert.Empty((await grain.GetTensionAsync(GrainHouse.None))!.Points);

        // Of the voice before, and a window that began in it.
        caller.SayAggression(1f, 3000, 5000);
        _house.Speech.Last(Lane.Caller).SayAggression(1f, 2000, 4000);
        Assert.Empty((await grain.GetTensionAsync(GrainHouse.None))!.Points);
        _house.Speech.Last(Lane.Caller).SayAggression(0.2f, 3000, 5000);
        Assert.Equal(5000, Assert.Single((await grain.GetTensionAsync(GrainHouse.None))!.Points).AtMs);
    }

    [Fact]
    public async Task SetParties_LanesSwapLines_TheScoresBeforeAreVoidWhereverTheyWent()
    {
        CallGrain grain = await _house.StartCallAsync(Lane.Caller, Lane.Agent);
        Shout(2000, 16_000);
        _house.Time.Advance(TimeSpan.FromSeconds(16));
        await _house.HearAsync(grain);
        Assert.NotEmpty(_house.Journal.Of<TensionJournalled>());
        Alarm told = Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal(AlarmSeverity.Serious, told.Severity);
        int before = _house.Journal.Entries.Count;

        await grain.SetPartiesAsync(Caller, Agent, [Lane.Agent, Lane.Caller], false, GrainHouse.None);
        TensionWithdrawn published = Assert.Single(await _house.HearAsync<TensionWithdrawn>(grain));

        Assert.Equal((grain.Id, 16_000), (published.CallId, published.UpToMs));
        Assert.Equal(16_000, _house.Journal.Entries.Skip(before).OfType<TensionErasedJournalled>().First().UpToMs);
        Assert.Empty(_house.Journal.Entries.Skip(before).OfType<TensionJournalled>());
        Alarm withdrawn = Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal((told.Id, AlarmSeverity.Notice, AlarmState.Raised, null), (withdrawn.Id, withdrawn.Severity, withdrawn.State, withdrawn.EscalatesAt));
        AlarmReason reason = Assert.Single(withdrawn.Reasons);
        Assert.Equal((null, null, WordLowering.OtherVoice), (reason.Score, reason.Threshold, reason.Lowered));

        // The caller's own voice, within the cool-down of what was taken back.
        Shout(18_500, 22_000);
        await _house.HearAsync(grain);
        Alarm anew = Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal((AlarmSeverity.Serious, 2), (anew.Severity, anew.Reasons.Count));
        Assert.NotNull(anew.Reasons[1].Score);
    }

    [Theory]
    [InlineData("vous allez avoir affaire à moi", true, false, AlarmSeverity.Serious, AlarmSeverity.Notice)]
    [InlineData("vous allez avoir affaire à moi", false, false, AlarmSeverity.Serious, AlarmSeverity.Notice)]
    [InlineData("vous allez avoir affaire à moi", true, true, AlarmSeverity.Critical, AlarmSeverity.Serious)]
    [InlineData("vous allez avoir affaire à moi", false, true, AlarmSeverity.Critical, AlarmSeverity.Serious)]
    [InlineData("je vais te frapper", true, false, AlarmSeverity.Critical, AlarmSeverity.Serious)]
    [InlineData("je vais te frapper", false, false, AlarmSeverity.Critical, AlarmSeverity.Serious)]
    [InlineData("je vais te frapper", true, true, AlarmSeverity.Critical, AlarmSeverity.Critical)]
    public async Task SetParties_LanesSwapLines_TheAlarmIsWorthItsWordsAndTheirCircumstance(
        string words, bool isVoiceFirst, bool isRepeated, AlarmSeverity told, AlarmSeverity left)
    {
        _house.Callers.Past = isRepeated ? new CallerPast(5, 0) : default;
        CallGrain grain = await _house.StartCallAsync(Lane.Caller, Lane.Agent);
        if (isVoiceFirst)
        {
            Shout(2000, 8000);
        }

        _house.Speech.Last(Lane.Caller).SayFinal(words, 8000, 9000);
        if (!isVoiceFirst)
        {
            Shout(9500, 16_000);
        }

        _house.Time.Advance(TimeSpan.FromSeconds(16));
        await _house.HearAsync(grain);
        Assert.Equal(told, Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None)).Severity);

        await grain.SetPartiesAsync(Caller, Agent, [Lane.Agent, Lane.Caller], false, GrainHouse.None);
        await _house.HearAsync(grain);
        Assert.Equal(left, Assert.Single(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None)).Severity);
    }

    [Theory]
    [InlineData(Lane.Agent, true)]
    [InlineData(Lane.Mixed, false)]
    public async Task SetParties_TheCallersLineIsAnothers_ItsScoresAreVoidWhenItIsTheAgents(Lane now, bool areVoid)
    {
        CallGrain grain = await _house.StartCallAsync(Lane.Caller);
        Shout(2000, 16_000);
        _house.Time.Advance(TimeSpan.FromSeconds(16));
        await grain.SetPartiesAsync(Caller, Agent, [now], false, GrainHouse.None);
        await _house.HearAsync(grain);

        Assert.Equal(areVoid, _house.Journal.Of<TensionErasedJournalled>().Count > 0);
    }

    [Fact]
    public async Task SetParties_SameLines_SpeechGoesOn()
    {
        CallGrain grain = await _house.StartCallAsync(Lane.Caller, Lane.Agent);
        _house.Speech.Last(Lane.Caller).SayAggression(0.9f, 0, 2000);

        await grain.SetPartiesAsync(Caller, Agent with { Name = "Accueil" }, [Lane.Caller, Lane.Agent], false, GrainHouse.None);

        Assert.Equal(2, _house.Speech.Opened.Count);
        Assert.NotEmpty((await grain.GetTensionAsync(GrainHouse.None))!.Points);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task OnFinal_ThreatOnTheSecondLine_RaisesAnAlarmWhenNobodySaidWhoseItIs(bool isUnknown, int alarms)
    {
        var grain = (CallGrain)_house.Directory.Call(CallId.New(_house.Time));
        await grain.StartAsync(_house.NewCall(Lane.Mixed, Lane.Agent) with { IsAgentLaneUnknown = isUnknown }, GrainHouse.None);
        FakeSpeechLane speech = _house.Speech.Last(Lane.Agent);
        speech.SayFinal("je vais te tuer");
        await _house.HearAsync(grain);

        IReadOnlyList<Alarm> open = await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None);
        Assert.Equal(alarms, open.Count);
        Assert.All(open.SelectMany(alarm => alarm.Reasons), reason => Assert.Equal(Lane.Mixed, reason.Lane));
        Assert.Null(await grain.GetTensionAsync(GrainHouse.None));
        Assert.Equal(isUnknown ? SpeechPriority.OpenAlarm : SpeechPriority.Agent, speech.Priority);
    }

    [Fact]
    public async Task SetParties_TheSecondLineTurnsOutToBeTheAgents_ItsWordsCountNoMore()
    {
        var grain = (CallGrain)_house.Directory.Call(CallId.New(_house.Time));
        await grain.StartAsync(_house.NewCall(Lane.Mixed, Lane.Agent) with { IsAgentLaneUnknown = true }, GrainHouse.None);

        await grain.SetPartiesAsync(Caller, Agent, [Lane.Caller, Lane.Agent], false, GrainHouse.None);
        FakeSpeechLane speech = _house.Speech.Last(Lane.Agent);
        speech.SayFinal("je vais te tuer");
        await _house.HearAsync(grain);

        Assert.Empty(await _house.Directory.Alarms.GetOpenAsync(GrainHouse.None));
        Assert.Equal(SpeechPriority.Agent, speech.Priority);
    }

    [Fact]
    public async Task ClockMs_WallClockStepsBack_TheCallsClockGoesOn()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayAggression(0.9f, 0, 2000);
        _house.Time.Advance(TimeSpan.FromSeconds(3));
        await _house.HearAsync(grain);

        _house.Time.StepWallClock(TimeSpan.FromHours(-1));
        for (int i = 0; i < 50; i++)
        {
            _house.Time.Advance(CallGrain.TickInterval);
            await grain.GetSnapshotAsync(GrainHouse.None);
        }

        await grain.PressKeyAsync(Lane.Caller, '1', GrainHouse.None);
        IReadOnlyList<LiveEvent> heard = await _house.HearAsync(grain);
        Assert.Equal(13_000, Assert.Single(heard.OfType<KeyPressed>()).AtMs);
        Assert.InRange(heard.OfType<TensionMeasured>().Last().Tension.AtMs, 11_000, 13_000);
    }

    private void Shout(int fromMs, int untilMs)
    {
        for (int at = fromMs; at < untilMs; at += 500)
        {
            _house.Speech.Last(Lane.Caller).SayAggression(1f, at - 2000, at);
        }
    }
}
