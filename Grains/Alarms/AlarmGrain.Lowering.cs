using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <content>Words that were told while they were being said, and that their end lowers.</content>
internal sealed partial class AlarmGrain
{
    public Task<Alarm?> LowerAsync(AlarmReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(report.Corrects);
        return AskAsync(() => Lower(report, report.Corrects), cancellationToken);
    }

    private Alarm? Lower(AlarmReport report, AlarmReason told)
    {
        if (_memory.OpenOf(report.CallId) is not { } open || !open.Reasons.Contains(told))
        {
            return null;
        }

        _memory.Weigh(open.Id, report);
        Alarm lowered = AlarmMoves.Replace(open, told, report.Reason);
        AlarmSeverity severity = _memory.WeightOf(lowered) ?? open.Severity;
        lowered = AlarmMoves.Lower(lowered, severity, _ports.Settings.EscalateAfter(severity));
        Alarm changed = Change(lowered, new AlarmAct(AlarmStepKind.Lowered));
        TellCall(report.CallId);
        return changed;
    }
}
