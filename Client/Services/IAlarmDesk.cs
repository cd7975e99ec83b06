using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Services;

/// <summary>What the signed-in user does with alarms; who she is comes from the sign-in, never from a parameter.</summary>
public interface IAlarmDesk
{
    /// <summary>Null when the alarm is no longer open.</summary>
    Task<Alarm?> AcknowledgeAsync(AlarmId id, CancellationToken cancellationToken);

    /// <inheritdoc cref="AcknowledgeAsync"/>
    Task<Alarm?> ResolveAsync(AlarmId id, AlarmOutcome outcome, string? note, CancellationToken cancellationToken);
}
