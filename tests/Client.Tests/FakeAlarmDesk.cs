using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Tests;

/// <summary>Notes what is asked of it and answers with the alarm that the test gives.</summary>
internal sealed class FakeAlarmDesk : IAlarmDesk
{
    internal List<AlarmId> Acknowledged { get; } = [];

    internal List<AlarmId> TakenOver { get; } = [];

    internal List<(AlarmId Id, string? Note)> Escalated { get; } = [];

    internal List<(AlarmId Id, int Minutes)> Snoozed { get; } = [];

    internal List<(AlarmId Id, AlarmOutcome Outcome, string? Note)> Resolved { get; } = [];

    internal List<(AlarmId Id, AlarmOutcome Outcome, string Reason)> Corrected { get; } = [];

    internal Func<AlarmId, Alarm?> Answer { get; set; } = _ => null;

    public Task<Alarm?> AcknowledgeAsync(AlarmId id, CancellationToken cancellationToken) => NoteAsync(Acknowledged, id, id);

    public Task<Alarm?> TakeOverAsync(AlarmId id, CancellationToken cancellationToken) => NoteAsync(TakenOver, id, id);

    public Task<Alarm?> EscalateAsync(AlarmId id, string? note, CancellationToken cancellationToken) => NoteAsync(Escalated, (id, note), id);

    public Task<Alarm?> SnoozeAsync(AlarmId id, int minutes, CancellationToken cancellationToken) => NoteAsync(Snoozed, (id, minutes), id);

    public Task<Alarm?> ResolveAsync(AlarmId id, AlarmOutcome outcome, string? note, CancellationToken cancellationToken) =>
        NoteAsync(Resolved, (id, outcome, note), id);

    public Task<Alarm?> CorrectAsync(AlarmId id, AlarmOutcome outcome, string reason, CancellationToken cancellationToken) =>
        NoteAsync(Corrected, (id, outcome, reason), id);

    private async Task<Alarm?> NoteAsync<T>(List<T> notes, T note, AlarmId id)
    {
        notes.Add(note);
        await Task.Yield();
        return Answer(id);
    }
}
