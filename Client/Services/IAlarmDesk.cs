using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Services;

/// <summary>
/// What the signed-in user does with alarms; who she is comes from the sign-in, never from a parameter. Each act answers with the alarm
/// as it stands, null when there is no such alarm; what its state does not allow throws <see cref="AlarmRefusedException"/>.
/// </summary>
public interface IAlarmDesk
{
    Task<Alarm?> AcknowledgeAsync(AlarmId id, CancellationToken cancellationToken);

    /// <summary>From whoever has acknowledged it.</summary>
    Task<Alarm?> TakeOverAsync(AlarmId id, CancellationToken cancellationToken);

    Task<Alarm?> EscalateAsync(AlarmId id, string? note, CancellationToken cancellationToken);

    /// <param name="id">An alarm that somebody has acknowledged.</param>
    /// <param name="minutes">One of <see cref="SnoozeChoices.Minutes"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Alarm?> SnoozeAsync(AlarmId id, int minutes, CancellationToken cancellationToken);

    Task<Alarm?> ResolveAsync(AlarmId id, AlarmOutcome outcome, string? note, CancellationToken cancellationToken);

    /// <summary>Puts the outcome of a resolved alarm right.</summary>
    Task<Alarm?> CorrectAsync(AlarmId id, AlarmOutcome outcome, string reason, CancellationToken cancellationToken);
}
