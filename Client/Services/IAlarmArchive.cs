using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Services;

/// <summary>All alarms, open or resolved, and how each was handled. Only what the signed-in user may see.</summary>
public interface IAlarmArchive
{
    Task<AlarmPage> SearchAsync(AlarmQuery query, CancellationToken cancellationToken);

    /// <summary>Over all pages of the question.</summary>
    Task<AlarmFigures> GetFiguresAsync(AlarmQuery query, CancellationToken cancellationToken);

    /// <summary>Null when there is no such alarm or the user may not see it.</summary>
    Task<Alarm?> GetAsync(AlarmId id, CancellationToken cancellationToken);

    /// <summary>Oldest first; empty when there is no such alarm or the user may not see it.</summary>
    Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken);
}
