using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Tests;

/// <summary>Notes what is asked of it and answers with the alarm that the test gives.</summary>
internal sealed class FakeAlarmDesk : IAlarmDesk
{
    internal List<AlarmId> Acknowledged { get; } = [];

    internal List<(AlarmId Id, AlarmOutcome Outcome, string? Note)> Resolved { get; } = [];

    internal Func<AlarmId, Alarm?> Answer { get; set; } = _ => null;

    public Task<Alarm?> AcknowledgeAsync(AlarmId id, CancellationToken cancellationToken)
    {
        Acknowledged.Add(id);
        return Task.FromResult(Answer(id));
    }

    public Task<Alarm?> ResolveAsync(AlarmId id, AlarmOutcome outcome, string? note, CancellationToken cancellationToken)
    {
        Resolved.Add((id, outcome, note));
        return Task.FromResult(Answer(id));
    }
}
