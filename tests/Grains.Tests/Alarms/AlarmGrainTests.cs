using Supervision.Grains.Alarms;
using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Grains.Tests.Alarms;

public sealed class AlarmGrainTests : IAsyncDisposable
{
    private readonly GrainHouse _house = new();

    private IAlarmGrain Alarms => _house.Directory.Alarms;

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Threat_SaidByTheCaller_GoesFromSpeechToAlarmAndBackToTheCall()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayPartial("je vais te tuer");
        _house.Speech.Last(Lane.Caller).SayPartial("je vais te tuer tu");
        _house.Speech.Last(Lane.Caller).SayFinal("je vais te tuer tu entends");
        IReadOnlyList<LiveEvent> heard = await _house.HearAsync(grain);

        Alarm alarm = Assert.Single(heard.OfType<AlarmRaised>()).Alarm;
        Assert.Empty(heard.OfType<AlarmUpdated>());
        Assert.Equal((AlarmCategory.DeathThreat, AlarmSeverity.Critical, AlarmState.Raised), (alarm.Category, alarm.Severity, alarm.State));
        Assert.Equal("je vais te tuer", Assert.Single(alarm.Reasons).Heard);
        Assert.Equal([alarm.Id], (await grain.GetSnapshotAsync(GrainHouse.None)).OpenAlarms);
        Assert.Equal(SpeechPriority.OpenAlarm, _house.Speech.Last(Lane.Caller).Priority);
        Assert.Equal(SpeechPriority.OpenAlarm, _house.Speech.Last(Lane.Agent).Priority);
        Assert.Equal(alarm, Assert.Single(_house.Journal.Of<AlarmJournalled>()).Alarm);
    }

    [Fact]
    public async Task Threat_RepeatedByTheAgent_RaisesNothing()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Agent).SayFinal("vous m'avez dit je vais te tuer");

        Assert.Empty(await _house.HearAsync<AlarmRaised>(grain));
    }

    [Fact]
    public async Task Threat_StandingPartial_IsRaisedByTheTick()
    {
        CallGrain grain = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayPartial("je vais te tuer");
        Assert.Empty(await _house.HearAsync<AlarmRaised>(grain));

        _house.Time.Advance(TimeSpan.FromMilliseconds(400));

        Assert.Single(await _house.HearAsync<AlarmRaised>(grain));
    }

    [Fact]
    public async Task ReportAsync_SameCallAgain_JoinsAndTakesTheGraver()
    {
        var call = CallId.New(_house.Time);
        Alarm first = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice);
        Alarm second = await Report(call, AlarmCategory.Threat, AlarmSeverity.Serious);
        Alarm third = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice);
        Alarm other = await Report(CallId.New(_house.Time), AlarmCategory.Insult, AlarmSeverity.Notice);

        Assert.Equal(first.Id, third.Id);
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal((AlarmCategory.Threat, AlarmSeverity.Serious, 2), (second.Category, second.Severity, second.Revision));
        Assert.Equal((AlarmCategory.Threat, AlarmSeverity.Serious, 3), (third.Category, third.Severity, third.Revision));
        Assert.Equal(3, third.Reasons.Count);
        IReadOnlyList<LiveEvent> heard = await _house.HearAsync();
        Assert.Equal(2, heard.OfType<AlarmRaised>().Count());
        Assert.Equal(2, heard.OfType<AlarmUpdated>().Count());
    }

    [Fact]
    public async Task ReportAsync_SameSeverity_EmergencyOverThreatOverInsult()
    {
        var call = CallId.New(_house.Time);
        await Report(call, AlarmCategory.Emergency, AlarmSeverity.Serious);

        Assert.Equal(AlarmCategory.Emergency, (await Report(call, AlarmCategory.Threat, AlarmSeverity.Serious)).Category);
        Assert.Equal(AlarmCategory.Threat, (await Report(call, AlarmCategory.Threat, AlarmSeverity.Critical)).Category);
    }

    [Fact]
    public void CategoryRank_EveryCategory_HasItsPlaceAndTheGravestAreLast()
    {
        AlarmCategory[] all = Enum.GetValues<AlarmCategory>();
        Assert.Equal(all.Length, all.Select(CategoryRank.Of).Distinct().Count());
        Assert.DoesNotContain(-1, all.Select(CategoryRank.Of));
        Assert.Equal(
            [AlarmCategory.DeathThreat, AlarmCategory.Emergency, AlarmCategory.HelpRequested],
            all.OrderBy(CategoryRank.Of).TakeLast(3).Order(Comparer<AlarmCategory>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
    }

    [Fact]
    public async Task ReportAsync_HundredsOfReasons_KeepsTheFirstAndTheNewest()
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice, "0");
        for (int i = 1; i < 120; i++)
        {
            alarm = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice, $"{i}");
        }

        Assert.Equal(AlarmMoves.MaxReasons, alarm.Reasons.Count);
        Assert.Equal("0", alarm.Reasons[0].Heard);
        Assert.Equal("119", alarm.Reasons[^1].Heard);
        Assert.Equal(120, alarm.Revision);
    }

    [Fact]
    public async Task ReportAsync_JournalThrows_IsRaisedAllTheSame()
    {
        _house.Journal.Fault = new IOException("disk full");
        await Report(CallId.New(_house.Time), AlarmCategory.Threat, AlarmSeverity.Critical);

        Assert.Single(await _house.HearAsync<AlarmRaised>());
        Assert.Single(await Alarms.GetOpenAsync(GrainHouse.None));
    }

    [Fact]
    public async Task AcknowledgeAsync_Raised_SaysByWhomAndWhen()
    {
        Alarm alarm = await Report(CallId.New(_house.Time), AlarmCategory.Threat, AlarmSeverity.Critical);
        _house.Time.Advance(TimeSpan.FromSeconds(9));
        Alarm? acknowledged = await Alarms.AcknowledgeAsync(alarm.Id, "martin", GrainHouse.None);
        Alarm? again = await Alarms.AcknowledgeAsync(alarm.Id, "martin", GrainHouse.None);

        Assert.Equal((AlarmState.Acknowledged, "martin", 2), (acknowledged!.State, acknowledged.AcknowledgedBy, acknowledged.Revision));
        Assert.Equal(TimeSpan.FromSeconds(9), acknowledged.AcknowledgedAt - acknowledged.RaisedAt);
        Assert.Same(acknowledged, again);
        Assert.Null(await Alarms.AcknowledgeAsync(AlarmId.New(_house.Time), "martin", GrainHouse.None));
    }

    [Fact]
    public async Task ReportAsync_GraverThanAcknowledged_RaisesAgain()
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice);
        await Alarms.AcknowledgeAsync(alarm.Id, "martin", GrainHouse.None);

        Assert.Equal(AlarmState.Acknowledged, (await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice)).State);
        Alarm graver = await Report(call, AlarmCategory.Threat, AlarmSeverity.Critical);

        Assert.Equal((AlarmState.Raised, null), (graver.State, graver.AcknowledgedBy));
    }

    [Fact]
    public async Task ResolveAsync_Open_IsGoneAndTheNextReportIsANewAlarm()
    {
        CallGrain grain = await _house.StartCallAsync();
        Alarm alarm = await Report(grain.Id, AlarmCategory.Threat, AlarmSeverity.Critical);
        await Alarms.AcknowledgeAsync(alarm.Id, "martin", GrainHouse.None);
        Alarm? resolved = await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.FalseAlarm, "  une blague  ", GrainHouse.None);

        Assert.Equal(
            (AlarmState.Resolved, "martin", AlarmOutcome.FalseAlarm, "une blague", 3),
            (resolved!.State, resolved.ResolvedBy, resolved.Outcome, resolved.Note, resolved.Revision));
        Assert.Equal("martin", resolved.AcknowledgedBy);
        Assert.Empty(await Alarms.GetOpenAsync(GrainHouse.None));
        await AssertRefused(AlarmRefusal.AlreadyResolved, () => Alarms.ResolveAsync(alarm.Id, "durand", AlarmOutcome.Confirmed, null, GrainHouse.None));
        await AssertRefused(AlarmRefusal.AlreadyResolved, () => Alarms.AcknowledgeAsync(alarm.Id, "durand", GrainHouse.None));
        await _house.HearAsync(grain);
        Assert.Empty((await grain.GetSnapshotAsync(GrainHouse.None)).OpenAlarms);
        Assert.Equal(SpeechPriority.Caller, _house.Speech.Last(Lane.Caller).Priority);
        Assert.NotEqual(alarm.Id, (await Report(grain.Id, AlarmCategory.Threat, AlarmSeverity.Critical)).Id);
        Assert.Equal(4, _house.Journal.Of<AlarmJournalled>().Count);
    }

    [Fact]
    public async Task GetOpenAsync_CallEnded_AlarmStays()
    {
        CallGrain grain = await _house.StartCallAsync();
        Alarm alarm = await Report(grain.Id, AlarmCategory.Threat, AlarmSeverity.Critical);
        await grain.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), GrainHouse.None);

        Assert.Equal(alarm.Id, Assert.Single(await Alarms.GetOpenAsync(GrainHouse.None)).Id);
        Assert.NotNull(await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.Confirmed, null, GrainHouse.None));
    }

    [Fact]
    public async Task RestoreAsync_AfterARestart_GoesOnWhereItWas()
    {
        Alarm older = await Report(CallId.New(_house.Time), AlarmCategory.Threat, AlarmSeverity.Serious);
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        Alarm newer = await Report(CallId.New(_house.Time), AlarmCategory.Insult, AlarmSeverity.Notice);
        await using var next = new GrainHouse();
        await next.Directory.Alarms.RestoreAsync([older, newer, newer with { Id = AlarmId.New(next.Time), State = AlarmState.Resolved }], GrainHouse.None);

        Assert.Equal([newer.Id, older.Id], (await next.Directory.Alarms.GetOpenAsync(GrainHouse.None)).Select(alarm => alarm.Id));
        Alarm? acknowledged = await next.Directory.Alarms.AcknowledgeAsync(older.Id, "martin", GrainHouse.None);
        Assert.Equal(2, acknowledged!.Revision);
        Assert.Single(next.Journal.Of<AlarmJournalled>());
    }

    [Fact]
    public async Task RestoreAsync_ResolvedMeanwhile_DoesNotComeBack()
    {
        Alarm alarm = await Report(CallId.New(_house.Time), AlarmCategory.Threat, AlarmSeverity.Serious);
        await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.Confirmed, null, GrainHouse.None);

        await Alarms.RestoreAsync([alarm], GrainHouse.None);

        Assert.Empty(await Alarms.GetOpenAsync(GrainHouse.None));
    }

    private static async Task AssertRefused(AlarmRefusal refusal, Func<Task> act) =>
        Assert.Equal(refusal, (await Assert.ThrowsAsync<AlarmRefusedException>(act)).Refusal);

    private Task<Alarm> Report(CallId call, AlarmCategory category, AlarmSeverity severity, string heard = "…")
    {
        var reason = new AlarmReason("words/test", heard, Lane.Caller, 0, "test", null, null);
        return Alarms.ReportAsync(new AlarmReport(call, category, severity, reason), GrainHouse.None);
    }
}
