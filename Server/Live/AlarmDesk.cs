using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Live;

/// <summary>
/// The alarms' grain, in the name of whoever is signed in; supervisors and administrators only. Every act throws
/// <see cref="UnauthorizedAccessException"/> when nobody is signed in, or somebody who does not handle alarms.
/// </summary>
internal sealed class AlarmDesk(IGrainDirectory grains, IAlarmArchive archive, ICurrentUser user) : IAlarmDesk
{
    public Task<Alarm?> AcknowledgeAsync(AlarmId id, CancellationToken cancellationToken) =>
        ActAsync(id, by => grains.Alarms.AcknowledgeAsync(id, by, cancellationToken), cancellationToken);

    public Task<Alarm?> TakeOverAsync(AlarmId id, CancellationToken cancellationToken) =>
        ActAsync(id, by => grains.Alarms.TakeOverAsync(id, by, cancellationToken), cancellationToken);

    public Task<Alarm?> EscalateAsync(AlarmId id, string? note, CancellationToken cancellationToken) =>
        ActAsync(id, by => grains.Alarms.EscalateAsync(id, by, note, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the lengths.</exception>
    public Task<Alarm?> SnoozeAsync(AlarmId id, int minutes, CancellationToken cancellationToken)
    {
        return SnoozeChoices.Minutes.Contains(minutes)
            ? ActAsync(id, by => grains.Alarms.SnoozeAsync(id, by, TimeSpan.FromMinutes(minutes), cancellationToken), cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "Not a length that an alarm may be snoozed for.");
    }

    public Task<Alarm?> ResolveAsync(AlarmId id, AlarmOutcome outcome, string? note, CancellationToken cancellationToken) =>
        ActAsync(id, by => grains.Alarms.ResolveAsync(id, by, outcome, note, cancellationToken), cancellationToken);

    public async Task<Alarm?> CorrectAsync(AlarmId id, AlarmOutcome outcome, string reason, CancellationToken cancellationToken)
    {
        string by = Actor();
        return await archive.GetAsync(id, cancellationToken) is { } kept
            ? await grains.Alarms.CorrectAsync(kept, by, outcome, reason, cancellationToken)
            : null;
    }

    /// <summary>An alarm that the grain has forgotten was resolved long ago, if it ever was.</summary>
    /// <exception cref="DatabaseUnavailableException">It is not open, and nobody can say whether it was.</exception>
    private async Task<Alarm?> ActAsync(AlarmId id, Func<string, Task<Alarm?>> act, CancellationToken cancellationToken)
    {
        if (await act(Actor()) is { } alarm)
        {
            return alarm;
        }

        return await archive.GetAsync(id, cancellationToken) is { State: AlarmState.Resolved }
            ? throw new AlarmRefusedException(AlarmRefusal.AlreadyResolved)
            : null;
    }

    private string Actor()
    {
        return user is { Name: { } name, SeesAllCalls: true }
            ? name
            : throw new UnauthorizedAccessException("Only supervisors and administrators handle alarms.");
    }
}
