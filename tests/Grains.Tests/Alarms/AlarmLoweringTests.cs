using Supervision.Grains.Alarms;
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

    private static AlarmReport Lowered(AlarmReport told, AlarmSeverity severity) =>
        told with { Severity = severity, Reason = told.Reason with { Lowered = WordLowering.Reported }, Corrects = told.Reason };

    private AlarmReport Threat() => new(
        CallId.New(_house.Time),
        AlarmCategory.DeathThreat,
        AlarmSeverity.Critical,
        new AlarmReason("words/death-threat", "je vais te tuer", Lane.Caller, 0, "test", null, null));
}
