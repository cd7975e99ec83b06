using Supervision.Grains.Alarms;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Live;

namespace Supervision.Grains.Tests.Alarms;

/// <summary>Owner, escalation, snooze, correction, and every step of them kept.</summary>
public sealed class AlarmHandlingTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly GrainHouse _house = new();

    private IAlarmGrain Alarms => _house.Directory.Alarms;

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Theory]
    [InlineData(AlarmSeverity.Serious, 30)]
    [InlineData(AlarmSeverity.Critical, 15)]
    public async Task Clock_NobodyAcknowledges_EscalatesOnceByItself(AlarmSeverity severity, int seconds)
    {
        Alarm alarm = await Report(CallId.New(_house.Time), severity: severity);
        Assert.Equal(alarm.RaisedAt.AddSeconds(seconds), alarm.EscalatesAt);
        _house.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Null((await Newest(alarm)).EscalatedAt);

        _house.Time.Advance(TimeSpan.FromSeconds(1));
        Alarm escalated = await Newest(alarm);
        _house.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((alarm.EscalatesAt, null, AlarmState.Raised), (escalated.EscalatedAt, escalated.EscalatedBy, escalated.State));
        Assert.Null(escalated.EscalatesAt);
        Assert.Equal(escalated, await Newest(alarm));
        Assert.Equal([AlarmStepKind.Raised, AlarmStepKind.Escalated], await Kinds(alarm));
        Assert.Single(Updates(await _house.HearAsync()), updated => updated.EscalatedAt is not null);
    }

    [Fact]
    public async Task Clock_Notice_IsEscalatedByHandOnly()
    {
        Alarm alarm = await Report(CallId.New(_house.Time), severity: AlarmSeverity.Notice);
        _house.Time.Advance(TimeSpan.FromHours(1));

        Assert.Null(alarm.EscalatesAt);
        Assert.Null((await Newest(alarm)).EscalatedAt);
    }

    [Fact]
    public async Task Clock_AcknowledgedInTime_NothingEscalates()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        Alarm? acknowledged = await Alarms.AcknowledgeAsync(alarm.Id, "martin", None);
        _house.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(acknowledged, await Newest(alarm));
        Assert.Equal((null, null), (acknowledged!.EscalatesAt, acknowledged.WaitingSince));
    }

    [Fact]
    public async Task Clock_TurnedOff_NothingEscalates()
    {
        await using var house = new GrainHouse(alarms: new AlarmsSettings { EscalateAfterSeconds = 0 });
        Alarm alarm = await house.Directory.Alarms.ReportAsync(Heard(CallId.New(house.Time), AlarmCategory.Threat, AlarmSeverity.Critical), None);
        house.Time.Advance(TimeSpan.FromHours(2));

        Assert.Null(alarm.EscalatesAt);
        Assert.Equal(alarm, await house.Directory.Alarms.GetAsync(alarm.Id, None));
    }

    [Fact]
    public async Task EscalateAsync_ByHand_SaysByWhomWhyAndOnlyOnce()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        await Alarms.AcknowledgeAsync(alarm.Id, "martin", None);
        Alarm? escalated = await Alarms.EscalateAsync(alarm.Id, "durand", "  il donne une adresse ", None);

        Assert.Equal(("durand", AlarmState.Acknowledged, "martin"), (escalated!.EscalatedBy, escalated.State, escalated.AcknowledgedBy));
        await AssertRefused(AlarmRefusal.AlreadyEscalated, () => Alarms.EscalateAsync(alarm.Id, "martin", null, None));
        AlarmStep step = (await Alarms.GetStepsAsync(alarm.Id, None))[^1];
        Assert.Equal((AlarmStepKind.Escalated, "durand", "il donne une adresse", 3), (step.Kind, step.By, step.Note, step.Revision));
        Assert.Null(await Alarms.EscalateAsync(AlarmId.New(_house.Time), "durand", null, None));
    }

    [Fact]
    public async Task ReportAsync_GraverAfterAcknowledging_WaitsAnew()
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice);
        await Alarms.AcknowledgeAsync(alarm.Id, "martin", None);
        await Alarms.SnoozeAsync(alarm.Id, "martin", TimeSpan.FromMinutes(5), None);
        _house.Time.Advance(TimeSpan.FromSeconds(100));
        Alarm worse = await Report(call, AlarmCategory.DeathThreat, AlarmSeverity.Critical);

        Assert.Equal((AlarmState.Raised, null, null), (worse.State, worse.AcknowledgedBy, worse.SnoozedUntil));
        Assert.Equal((alarm.RaisedAt.AddSeconds(100), alarm.RaisedAt.AddSeconds(115)), (worse.WaitingSince, worse.EscalatesAt));
        _house.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.NotNull((await Newest(alarm)).EscalatedAt);
    }

    [Fact]
    public async Task ReportAsync_GraverWhileWaiting_EscalatesNoLater()
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice);
        _house.Time.Advance(TimeSpan.FromSeconds(5));
        Alarm worse = await Report(call, AlarmCategory.Threat, AlarmSeverity.Critical);
        _house.Time.Advance(TimeSpan.FromSeconds(5));
        Alarm worst = await Report(call, AlarmCategory.DeathThreat, AlarmSeverity.Critical);

        Assert.Equal(alarm.RaisedAt.AddSeconds(20), worse.EscalatesAt);
        Assert.Equal((worse.EscalatesAt, alarm.WaitingSince), (worst.EscalatesAt, worst.WaitingSince));
    }

    [Fact]
    public async Task ReportAsync_GraverAfterEscalation_DoesNotEscalateAgain()
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Report(call, AlarmCategory.Insult, AlarmSeverity.Notice);
        await Alarms.EscalateAsync(alarm.Id, "martin", null, None);
        Alarm worse = await Report(call, AlarmCategory.Threat, AlarmSeverity.Critical);
        _house.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(worse.EscalatesAt);
        Assert.Equal("martin", (await Newest(alarm)).EscalatedBy);
    }

    [Fact]
    public async Task AcknowledgeAsync_SomebodyElseHasIt_IsRefusedAndTakeOverWorks()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        await AssertRefused(AlarmRefusal.NotAcknowledged, () => Alarms.TakeOverAsync(alarm.Id, "durand", None));
        await Alarms.AcknowledgeAsync(alarm.Id, "martin", None);
        await AssertRefused(AlarmRefusal.TakenByAnother, () => Alarms.AcknowledgeAsync(alarm.Id, "durand", None));
        Alarm? taken = await Alarms.TakeOverAsync(alarm.Id, "durand", None);

        Assert.Equal("durand", taken!.AcknowledgedBy);
        Assert.Same(taken, await Alarms.TakeOverAsync(alarm.Id, "durand", None));
        Assert.Equal([AlarmStepKind.Raised, AlarmStepKind.Acknowledged, AlarmStepKind.TakenOver], await Kinds(alarm));
    }

    [Fact]
    public async Task SnoozeAsync_BeforeAcknowledging_IsRefused()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        await AssertRefused(AlarmRefusal.NotAcknowledged, () => Alarms.SnoozeAsync(alarm.Id, "martin", TimeSpan.FromMinutes(1), None));
        Assert.Equal(alarm, await Newest(alarm));
    }

    [Fact]
    public async Task SnoozeAsync_Over_TellsItOnce()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        await Alarms.AcknowledgeAsync(alarm.Id, "martin", None);
        Alarm? snoozed = await Alarms.SnoozeAsync(alarm.Id, "martin", TimeSpan.FromMinutes(5), None);
        await _house.HearAsync();
        Assert.Equal(_house.Time.GetUtcNow().AddMinutes(5), snoozed!.SnoozedUntil);
        _house.Time.Advance(TimeSpan.FromMinutes(20));

        Alarm over = await Newest(alarm);
        Assert.Equal((AlarmState.Acknowledged, null), (over.State, over.SnoozedUntil));
        Assert.Equal(over, Assert.Single(Updates(await _house.HearAsync())));
        Assert.Equal(AlarmStepKind.SnoozeEnded, (await Kinds(alarm))[^1]);
    }

    [Fact]
    public async Task ResolveAsync_NeverAcknowledged_AcknowledgesByTheSameAct()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        _house.Time.Advance(TimeSpan.FromSeconds(3));
        Alarm? resolved = await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.FalseAlarm, null, None);

        Assert.Equal(("martin", resolved!.ResolvedAt), (resolved.AcknowledgedBy, resolved.AcknowledgedAt));
        Assert.Equal((null, null), (resolved.EscalatesAt, resolved.WaitingSince));
        _house.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(resolved, await Newest(alarm));
    }

    [Fact]
    public async Task CorrectAsync_Resolved_ChangesTheOutcomeAndKeepsTheRest()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        await AssertRefused(AlarmRefusal.NotResolved, () => Alarms.CorrectAsync(alarm, "durand", AlarmOutcome.Confirmed, "…", None));
        Alarm? resolved = await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.FalseAlarm, "une blague", None);
        Alarm corrected = await Alarms.CorrectAsync(resolved!, "durand", AlarmOutcome.Confirmed, "plainte déposée", None);

        Assert.Equal(
            (AlarmOutcome.Confirmed, "martin", "une blague", 3), (corrected.Outcome, corrected.ResolvedBy, corrected.Note, corrected.Revision));
        AlarmStep step = (await Alarms.GetStepsAsync(alarm.Id, None))[^1];
        Assert.Equal((AlarmStepKind.Corrected, "durand", "plainte déposée", AlarmOutcome.Confirmed), (step.Kind, step.By, step.Note, step.Outcome));

        // The record trails: what it still calls a false alarm was corrected already.
        await AssertRefused(AlarmRefusal.SameOutcome, () => Alarms.CorrectAsync(resolved!, "durand", AlarmOutcome.Confirmed, "…", None));
        Assert.Empty(await Alarms.GetOpenAsync(None));
    }

    [Fact]
    public async Task CorrectAsync_ResolvedInAnEarlierLife_TakesTheRecordsWord()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        Alarm? resolved = await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.Confirmed, null, None);
        await using var next = new GrainHouse();
        Alarm corrected = await next.Directory.Alarms.CorrectAsync(resolved!, "durand", AlarmOutcome.FalseAlarm, "un film", None);

        Assert.Equal((AlarmOutcome.FalseAlarm, resolved!.Revision + 1), (corrected.Outcome, corrected.Revision));
        Assert.Equal(corrected, Assert.Single(next.Journal.Of<AlarmJournalled>()).Alarm);
    }

    [Fact]
    public async Task ForgetWordsAsync_ResolvedMeanwhile_IsForgottenTooAndACorrectionBringsNothingBack()
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Report(call);
        Alarm? resolved = await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.Confirmed, null, None);
        await Alarms.ForgetWordsAsync(call, None);
        Alarm corrected = await Alarms.CorrectAsync(resolved!, "durand", AlarmOutcome.FalseAlarm, "un film", None);

        Assert.Equal("", Assert.Single(corrected.Reasons).Heard);
    }

    [Fact]
    public async Task RestoreAsync_TimePassedMeanwhile_EscalatesAtOnceAndSnoozesEnd()
    {
        Alarm waiting = await Report(CallId.New(_house.Time));
        Alarm snoozed = await Report(CallId.New(_house.Time));
        await Alarms.AcknowledgeAsync(snoozed.Id, "martin", None);
        snoozed = (await Alarms.SnoozeAsync(snoozed.Id, "martin", TimeSpan.FromMinutes(1), None))!;
        await using var next = new GrainHouse();
        next.Time.Advance(TimeSpan.FromMinutes(2));
        IAlarmGrain restored = next.Directory.Alarms;
        await restored.RestoreAsync([waiting, snoozed], None);

        Alarm? escalated = await restored.GetAsync(waiting.Id, None);
        Assert.Equal((next.Time.GetUtcNow(), null), (escalated!.EscalatedAt, escalated.EscalatedBy));
        Assert.Null((await restored.GetAsync(snoozed.Id, None))!.SnoozedUntil);
        Assert.Equal(2, next.Journal.Of<AlarmJournalled>().Count);
    }

    [Fact]
    public async Task RestoreAsync_StillInTime_EscalatesWhenItWouldHave()
    {
        Alarm waiting = await Report(CallId.New(_house.Time));
        await using var next = new GrainHouse();
        next.Time.Advance(TimeSpan.FromSeconds(20));
        await next.Directory.Alarms.RestoreAsync([waiting], None);
        Assert.Null((await next.Directory.Alarms.GetAsync(waiting.Id, None))!.EscalatedAt);
        next.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(waiting.EscalatesAt, (await next.Directory.Alarms.GetAsync(waiting.Id, None))!.EscalatedAt);
    }

    [Fact]
    public async Task RestoreAsync_WrittenByAnOlderServer_CountsFromTheRaise()
    {
        Alarm old = await Report(CallId.New(_house.Time)) with { WaitingSince = null, EscalatesAt = null };
        await using var next = new GrainHouse();
        await next.Directory.Alarms.RestoreAsync([old], None);
        next.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(old.RaisedAt.AddSeconds(30), (await next.Directory.Alarms.GetAsync(old.Id, None))!.EscalatedAt);
    }

    [Fact]
    public async Task Steps_EachOne_IsJournalledWithWhoAndWhen()
    {
        Alarm alarm = await Report(CallId.New(_house.Time));
        await Report(alarm.CallId);
        _house.Time.Advance(TimeSpan.FromSeconds(4));
        await Alarms.AcknowledgeAsync(alarm.Id, "martin", None);
        await Alarms.SnoozeAsync(alarm.Id, "martin", TimeSpan.FromMinutes(1), None);
        await Alarms.ResolveAsync(alarm.Id, "durand", AlarmOutcome.Confirmed, "note", None);

        IReadOnlyList<AlarmStep> steps = await Alarms.GetStepsAsync(alarm.Id, None);
        Assert.Equal([1, 2, 3, 4, 5], steps.Select(step => step.Revision));
        Assert.Equal([null, null, "martin", "martin", "durand"], steps.Select(step => step.By));
        Assert.Equal(steps, _house.Journal.Of<AlarmJournalled>().Select(entry => AlarmStep.Of(entry.Alarm, entry.Act!, entry.At)));
    }

    [Fact]
    public async Task Memory_ManyResolved_ForgetsTheOldest()
    {
        Alarm first = await Report(CallId.New(_house.Time));
        await Alarms.ResolveAsync(first.Id, "martin", AlarmOutcome.Confirmed, null, None);
        for (int i = 0; i < AlarmMemory.MaxClosed; i++)
        {
            Alarm alarm = await Report(CallId.New(_house.Time));
            await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.Confirmed, null, None);
        }

        Assert.Null(await Alarms.GetAsync(first.Id, None));
        Assert.Empty(await Alarms.GetStepsAsync(first.Id, None));
    }

    [Theory]
    [InlineData(-1, 15)]
    [InlineData(3601, 15)]
    [InlineData(30, 0)]
    [InlineData(30, 3601)]
    public void Errors_OutOfRange_OneSentence(int after, int critical) =>
        Assert.Single(new AlarmsSettings { EscalateAfterSeconds = after, EscalateCriticalAfterSeconds = critical }.Errors());

    private static IEnumerable<Alarm> Updates(IEnumerable<LiveEvent> heard) => heard.OfType<AlarmUpdated>().Select(updated => updated.Alarm);

    private static async Task AssertRefused(AlarmRefusal refusal, Func<Task> act) =>
        Assert.Equal(refusal, (await Assert.ThrowsAsync<AlarmRefusedException>(act)).Refusal);

    private static AlarmReport Heard(CallId call, AlarmCategory category, AlarmSeverity severity) =>
        new(call, category, severity, new AlarmReason("words/test", "…", Lane.Caller, 0, "test", null, null));

    private async Task<Alarm> Newest(Alarm alarm) => (await Alarms.GetAsync(alarm.Id, None))!;

    private async Task<AlarmStepKind[]> Kinds(Alarm alarm) => [.. (await Alarms.GetStepsAsync(alarm.Id, None)).Select(step => step.Kind)];

    private Task<Alarm> Report(CallId call, AlarmCategory category = AlarmCategory.Threat, AlarmSeverity severity = AlarmSeverity.Serious) =>
        Alarms.ReportAsync(Heard(call, category, severity), None);
}
