using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Tests;

/// <summary>Notes what is asked of it and answers what the test gives.</summary>
internal sealed class FakeIncidentDesk : IIncidentDesk
{
    private readonly Channel<Incident> _changes = Channel.CreateUnbounded<Incident>();

    internal Dictionary<IncidentId, Incident> Known { get; } = [];

    internal List<string> Acts { get; } = [];

    internal IncidentRefusal? Refusal { get; set; }

    internal NumberHistory? History { get; set; }

    internal IReadOnlyList<CallListItem> Found { get; set; } = [];

    internal Exception? Fault { get; set; }

    internal bool IsWhole { get; set; } = true;

    public Task<IncidentQueue> GetOpenAsync(CancellationToken cancellationToken) => Fault is { } fault
        ? Task.FromException<IncidentQueue>(fault)
        : Task.FromResult(new IncidentQueue(
            [.. IncidentQueue.Order(Known.Values.Where(incident => incident.State != IncidentState.Closed))], IsWhole));

    public Task<IncidentList> SearchAsync(IncidentQuery query, CancellationToken cancellationToken)
    {
        Incident[] found = [.. Known.Values.Where(incident => query.States?.Contains(incident.State) != false)];
        return Task.FromResult(new IncidentList(found, found.Length));
    }

    public Task<Incident?> FindAsync(string key, CancellationToken cancellationToken) => Fault is { } fault
        ? Task.FromException<Incident?>(fault)
        : Task.FromResult(Known.Values.FirstOrDefault(incident => key == incident.Id.ToString() || key == incident.Number?.ToString()));

    public async IAsyncEnumerable<Incident> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Incident incident in _changes.Reader.ReadAllAsync(cancellationToken))
        {
            yield return incident;
        }
    }

    public Task<NumberHistory?> GetHistoryAsync(IncidentId id, CancellationToken cancellationToken) => Task.FromResult(History);

    public Task<IReadOnlyList<CallListItem>> FindCallsAsync(IncidentId id, string? text, CancellationToken cancellationToken)
    {
        Acts.Add($"find {text}");
        return Task.FromResult(Found);
    }

    public Task<IReadOnlyList<CallListItem>> FindCallsToOpenAsync(string? text, CancellationToken cancellationToken)
    {
        Acts.Add($"find to open {text}");
        return Task.FromResult(Found);
    }

    public Task<IReadOnlyList<string>> GetColleaguesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(["brigade"]);

    public Task<IncidentAnswer> OpenAsync(
        CallId callId, AlarmCategory? category, AlarmSeverity severity, string? note, CancellationToken cancellationToken)
    {
        Acts.Add($"open {callId} {category} {severity} {note}");
        Incident opened = DeskSamples.Incident(1);
        return Task.FromResult(Refusal is { } refusal ? IncidentAnswer.Refused(refusal) : IncidentAnswer.Of(opened));
    }

    public Task<IncidentAnswer> TakeAsync(IncidentId id, CancellationToken cancellationToken) =>
        Act(id, "take", incident => incident with { State = IncidentState.InProgress, Owner = "police" });

    public Task<IncidentAnswer> AddNoteAsync(IncidentId id, string text, CancellationToken cancellationToken) => Act(
        id,
        $"note {text}",
        incident => incident with { Steps = [.. incident.Steps, new IncidentStep(9, incident.OpenedAt.AddHours(1), "police", IncidentStepKind.Noted) { Note = text }] });

    public Task<IncidentAnswer> AttachAsync(IncidentId id, CallId callId, CancellationToken cancellationToken) =>
        Act(id, $"attach {callId}", incident => incident);

    public Task<IncidentAnswer> DetachAsync(IncidentId id, CallId callId, string? reason, CancellationToken cancellationToken) => Act(
        id,
        $"detach {callId} {reason}",
        incident => incident with
        {
            Calls = [.. incident.Calls.Where(call => call.CallId != callId)],
            Steps =
            [
                .. incident.Steps,
                new IncidentStep(9, incident.OpenedAt.AddHours(1), "police", IncidentStepKind.CallDetached)
                {
                    CallId = callId,
                    CallStartedAt = incident.Calls.First(call => call.CallId == callId).StartedAt,
                },
            ],
        });

    public Task<IncidentAnswer> MergeAsync(IncidentId id, IncidentId into, string? note, CancellationToken cancellationToken) =>
        Act(into, $"merge {id}", incident => incident);

    public Task<IncidentAnswer> HandOverAsync(IncidentId id, DeskTarget to, string note, CancellationToken cancellationToken) =>
        Act(id, $"hand over {to.Kind} {to.Name} {note}", incident => incident with { State = IncidentState.HandedOver, HandedTo = to });

    public Task<IncidentAnswer> CloseAsync(
        IncidentId id, IncidentOutcome outcome, IncidentRecipient? recipient, string? text, CancellationToken cancellationToken) => Act(
        id,
        $"close {outcome} {recipient} {text}",
        incident => incident with { State = IncidentState.Closed, Outcome = outcome, Recipient = recipient, ClosedAt = incident.OpenedAt.AddHours(2) });

    public Task<IncidentAnswer> ReopenAsync(IncidentId id, string reason, CancellationToken cancellationToken) =>
        Act(id, $"reopen {reason}", incident => incident with { State = IncidentState.New, Owner = null, Outcome = null });

    internal void Add(params Incident[] incidents)
    {
        foreach (Incident incident in incidents)
        {
            Known[incident.Id] = incident;
        }
    }

    internal void Say(Incident incident)
    {
        Known[incident.Id] = incident;
        _changes.Writer.TryWrite(incident);
    }

    private Task<IncidentAnswer> Act(IncidentId id, string act, Func<Incident, Incident> change)
    {
        Acts.Add(act);
        if (Refusal is { } refusal)
        {
            return Task.FromResult(IncidentAnswer.Refused(refusal));
        }

        Incident changed = change(Known[id]) with { Revision = Known[id].Revision + 1 };
        Known[id] = changed;
        return Task.FromResult(IncidentAnswer.Of(changed));
    }
}
