using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <summary>The single owner of all alarms that are not resolved; survives its calls. Safe from any thread.</summary>
public interface IAlarmGrain
{
    /// <summary>Raises an alarm, or adds the reason to the call's open one (raising its severity if higher).</summary>
    Task<Alarm> ReportAsync(AlarmReport report, CancellationToken cancellationToken);

    /// <summary>Null when the alarm is unknown or already resolved; the alarm as it stands otherwise.</summary>
    Task<Alarm?> AcknowledgeAsync(AlarmId id, string by, CancellationToken cancellationToken);

    /// <inheritdoc cref="AcknowledgeAsync"/>
    Task<Alarm?> ResolveAsync(AlarmId id, string by, AlarmOutcome outcome, string? note, CancellationToken cancellationToken);

    /// <summary>The person refused: the words that the call's open alarms quote are forgotten, the alarms stand.</summary>
    Task ForgetWordsAsync(CallId callId, CancellationToken cancellationToken);

    /// <summary>Open alarms, newest first.</summary>
    Task<IReadOnlyList<Alarm>> GetOpenAsync(CancellationToken cancellationToken);

    /// <summary>At start: alarms that were open when the server stopped.</summary>
    Task RestoreAsync(IReadOnlyList<Alarm> open, CancellationToken cancellationToken);
}

/// <summary>What a rule found in a call.</summary>
public sealed record AlarmReport(CallId CallId, AlarmCategory Category, AlarmSeverity Severity, AlarmReason Reason);
