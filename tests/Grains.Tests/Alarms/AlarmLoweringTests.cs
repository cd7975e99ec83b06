using Supervision.Grains.Alarms;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Tests.Alarms;

/// <summary>Words were told while they were being said, and their end lowers them.</summary>
public sealed class AlarmLoweringTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly GrainHouse _house = new();

    private IAlarmGrain Alarms => _house.Directory.Alarms;

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task LowerAsync_NobodyHasSeenIt_MarksTheReasonAndTheSeverityFalls()
    {
        AlarmReport told = Threat();
        Alarm alarm = await Alarms.ReportAsync(told, None);
        AlarmReport lower = Lowered(told, AlarmSeverity.Serious);
        Alarm? lowered = await Alarms.LowerAsync(lower, None);

        Assert.Equal((AlarmSeverity.Serious, AlarmState.Raised, alarm.RaisedAt.AddSeconds(30)), (lowered!.Severity, lowered.State, lowered.EscalatesAt));
        Assert.Equal(lower.Reason, Assert.Single(lowered.Reasons));
        Assert.Equal([AlarmStepKind.Raised, AlarmStepKind.Lowered], (await Alarms.GetStepsAsync(alarm.Id, None)).Select(step => step.Kind));
        Assert.Null(await Alarms.LowerAsync(lower, None));
    }

    [Fact]
    public async Task LowerAsync_AnotherReasonStands_OnlyMarks()
    {
        AlarmReport told = Threat();
        await Alarms.ReportAsync(told, None);
        await Alarms.ReportAsync(told with { Reason = told.Reason with { AtMs = told.Reason.AtMs + 5000 } }, None);
        Alarm? lowered = await Alarms.LowerAsync(Lowered(told, AlarmSeverity.Notice), None);

        Assert.Equal((AlarmSeverity.Critical, WordLowering.Reported, null), (lowered!.Severity, lowered.Reasons[0].Lowered, lowered.Reasons[1].Lowered));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LowerAsync_SomebodyHasSeenIt_OnlyMarks(bool isAcknowledged)
    {
        AlarmReport told = Threat();
        Alarm alarm = await Alarms.ReportAsync(told, None);
        Alarm? seen = isAcknowledged ? await Alarms.AcknowledgeAsync(alarm.Id, "martin", None) : await Alarms.EscalateAsync(alarm.Id, "martin", null, None);
        Alarm? lowered = await Alarms.LowerAsync(Lowered(told, AlarmSeverity.Notice), None);

        Assert.Equal((AlarmSeverity.Critical, seen!.State, WordLowering.Reported), (lowered!.Severity, lowered.State, lowered.Reasons[0].Lowered));
    }

    [Fact]
    public async Task WithdrawVoiceAsync_WordsStandToo_TheSeverityIsTheirsAndTheScoreIsGone()
    {
        AlarmReport insult = Threat() with { Category = AlarmCategory.Insult, Severity = AlarmSeverity.Notice };
        Alarm alarm = await Alarms.ReportAsync(insult, None);
        await Alarms.ReportAsync(Voice(insult.CallId, 8000), None);
        await Alarms.WithdrawVoiceAsync(insult.CallId, 8000, None);
        Alarm withdrawn = (await Alarms.GetAsync(alarm.Id, None))!;

        Assert.Equal((AlarmSeverity.Notice, null), (withdrawn.Severity, withdrawn.EscalatesAt));
        Assert.Equal([(null, null), (null, WordLowering.OtherVoice)], withdrawn.Reasons.Select(reason => (reason.Score, reason.Lowered)));
        Assert.Equal(
            [AlarmStepKind.Raised, AlarmStepKind.Worsened, AlarmStepKind.VoiceWithdrawn],
            (await Alarms.GetStepsAsync(alarm.Id, None)).Select(step => step.Kind));

        // A step that was on its way is erased with it, and nothing twice.
        Assert.Equal(8000, Assert.IsType<TensionErasedJournalled>(_house.Journal.Entries[^1]).UpToMs);
        int entries = _house.Journal.Entries.Count;
        await Alarms.WithdrawVoiceAsync(insult.CallId, 8000, None);
        Assert.Equal(entries, _house.Journal.Entries.Count);
    }

    [Fact]
    public async Task WithdrawVoiceAsync_CircumstancesAlone_RaiseNothing()
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Alarms.ReportAsync(Voice(call, 8000) with { Severity = AlarmSeverity.Critical }, None);
        AlarmReport circumstance = Voice(call, 8000) with { Severity = AlarmSeverity.Critical };
        AlarmReason reason = circumstance.Reason with { Rule = "context/long-call", Score = 20, Threshold = 15 };
        await Alarms.ReportAsync(circumstance with { Reason = reason, WithoutVoice = AlarmSeverity.Notice }, None);
        await Alarms.WithdrawVoiceAsync(call, 9000, None);

        Assert.Equal(AlarmSeverity.Notice, (await Alarms.GetAsync(alarm.Id, None))!.Severity);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithdrawVoiceAsync_SomebodyHasSeenIt_OnlyTheScoreGoes(bool isResolved)
    {
        var call = CallId.New(_house.Time);
        Alarm alarm = await Alarms.ReportAsync(Voice(call, 8000), None);
        Alarm? seen = isResolved
            ? await Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.Confirmed, null, None)
            : await Alarms.AcknowledgeAsync(alarm.Id, "martin", None);
        await Alarms.WithdrawVoiceAsync(call, 9000, None);

        Alarm withdrawn = (await Alarms.GetAsync(alarm.Id, None))!;
        Assert.Equal((AlarmSeverity.Serious, seen!.State, seen.Outcome), (withdrawn.Severity, withdrawn.State, withdrawn.Outcome));
        Assert.Null(Assert.Single(withdrawn.Reasons).Score);
    }

    [Fact]
    public async Task WithdrawVoiceAsync_VoiceHeardAfter_Counts()
    {
        var call = CallId.New(_house.Time);
        await Alarms.ReportAsync(Voice(call, 9001), None);
        await Alarms.WithdrawVoiceAsync(call, 9000, None);

        Assert.Equal(AlarmSeverity.Serious, Assert.Single(await Alarms.GetOpenAsync(None)).Severity);
        Assert.Empty(_house.Journal.Of<TensionErasedJournalled>());
    }

    [Theory]
    [InlineData(AlarmCategory.Threat, AlarmSeverity.Critical, "words/threat", AlarmSeverity.Serious)]
    [InlineData(AlarmCategory.Insult, AlarmSeverity.Serious, "words/insult", AlarmSeverity.Notice)]
    [InlineData(AlarmCategory.Insult, AlarmSeverity.Notice, "words/insult", AlarmSeverity.Notice)]
    [InlineData(AlarmCategory.Emergency, AlarmSeverity.Critical, "words/emergency", AlarmSeverity.Critical)]
    [InlineData(AlarmCategory.Aggression, AlarmSeverity.Critical, "context/long-call", AlarmSeverity.Notice)]
    public async Task WithdrawVoiceAsync_ToldBeforeARestart_FallsByWhatAVoiceAddsAtMost(
        AlarmCategory category, AlarmSeverity told, string rule, AlarmSeverity expected)
    {
        AlarmReport voice = Voice(CallId.New(_house.Time), 8000) with { Category = category, Severity = told };
        Alarm alarm = await Alarms.ReportAsync(voice, None);
        alarm = await Alarms.ReportAsync(voice with { Reason = new AlarmReason(rule, "", Lane.Caller, 8000, "test", null, null) }, None);
        await using var restarted = new GrainHouse();
        await restarted.Directory.Alarms.RestoreAsync([alarm], None);
        await restarted.Directory.Alarms.WithdrawVoiceAsync(alarm.CallId, 9000, None);

        Assert.Equal(expected, (await restarted.Directory.Alarms.GetAsync(alarm.Id, None))!.Severity);
    }

    [Fact]
    public async Task LowerAsync_AfterTheVoiceWasWithdrawn_TheVoiceDoesNotComeBack()
    {
        AlarmReport threat = Threat() with { Category = AlarmCategory.Threat, WithoutVoice = AlarmSeverity.Serious };
        AlarmReport other = threat with { Reason = threat.Reason with { AtMs = 5000 } };
        Alarm alarm = await Alarms.ReportAsync(Voice(threat.CallId, 4000), None);
        await Alarms.ReportAsync(threat, None);
        await Alarms.ReportAsync(other, None);
        await Alarms.WithdrawVoiceAsync(threat.CallId, 9000, None);
        Assert.Equal(AlarmSeverity.Serious, (await Alarms.GetAsync(alarm.Id, None))!.Severity);

        Assert.Equal(AlarmSeverity.Serious, (await Alarms.LowerAsync(Lowered(other, AlarmSeverity.Notice), None))!.Severity);
        Assert.Equal(AlarmSeverity.Notice, (await Alarms.LowerAsync(Lowered(threat, AlarmSeverity.Notice), None))!.Severity);
    }

    private static AlarmReport Voice(CallId call, int atMs) => new(
        call, AlarmCategory.Aggression, AlarmSeverity.Serious, new AlarmReason("acoustic/aggression", "", Lane.Caller, atMs, "test", 0.9f, 0.75f));

    private static AlarmReport Lowered(AlarmReport told, AlarmSeverity severity) =>
        told with { Severity = severity, Reason = told.Reason with { Lowered = WordLowering.Reported }, Corrects = told.Reason };

    private AlarmReport Threat() => new(
        CallId.New(_house.Time),
        AlarmCategory.DeathThreat,
        AlarmSeverity.Critical,
        new AlarmReason("words/death-threat", "je vais te tuer", Lane.Caller, 0, "test", null, null));
}
