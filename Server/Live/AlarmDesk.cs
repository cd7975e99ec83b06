using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Live;

/// <summary>The alarms' grain, in the name of whoever is signed in; supervisors and administrators only.</summary>
internal sealed class AlarmDesk(IGrainDirectory grains, ICurrentUser user) : IAlarmDesk
{
    /// <inheritdoc/>
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in, or somebody who does not handle alarms.</exception>
    public Task<Alarm?> AcknowledgeAsync(AlarmId id, CancellationToken cancellationToken)
    {
        return grains.Alarms.AcknowledgeAsync(id, Actor(), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="UnauthorizedAccessException">As for <see cref="AcknowledgeAsync"/>.</exception>
    public Task<Alarm?> ResolveAsync(AlarmId id, AlarmOutcome outcome, string? note, CancellationToken cancellationToken)
    {
        return grains.Alarms.ResolveAsync(id, Actor(), outcome, note, cancellationToken);
    }

    private string Actor()
    {
        return user is { Name: { } name, SeesAllCalls: true }
            ? name
            : throw new UnauthorizedAccessException("Only supervisors and administrators handle alarms.");
    }
}
