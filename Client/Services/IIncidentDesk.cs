using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Services;

/// <summary>
/// The police desk as the signed-in user may use it; who she is comes from the sign-in, never from a parameter. Every method throws
/// <see cref="UnauthorizedAccessException"/> for somebody who does not work there.
/// </summary>
public interface IIncidentDesk
{
    /// <summary>Works while the database is away.</summary>
    Task<IncidentQueue> GetOpenAsync(CancellationToken cancellationToken);

    /// <summary>Open and closed ones, newest first.</summary>
    Task<IncidentList> SearchAsync(IncidentQuery query, CancellationToken cancellationToken);

    /// <param name="key">Number or id.</param>
    /// <param name="cancellationToken">Leaves.</param>
    Task<Incident?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Incidents as they change, from the moment of the first reading on.</summary>
    IAsyncEnumerable<Incident> WatchAsync(CancellationToken cancellationToken);

    /// <summary>Null when no caller's number of the incident is known.</summary>
    Task<NumberHistory?> GetHistoryAsync(IncidentId id, CancellationToken cancellationToken);

    /// <summary>Calls that the user may attach: those she may see, and those of the numbers of the incident.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="text">Part of a number, or words; empty for the calls of the incident's numbers.</param>
    /// <param name="cancellationToken">Leaves.</param>
    Task<IReadOnlyList<CallListItem>> FindCallsAsync(IncidentId id, string? text, CancellationToken cancellationToken);

    /// <summary>Calls that an incident can be opened for: those the user may see.</summary>
    /// <param name="text">Part of a number, or words; empty for the live ones.</param>
    /// <param name="cancellationToken">Leaves.</param>
    Task<IReadOnlyList<CallListItem>> FindCallsToOpenAsync(string? text, CancellationToken cancellationToken);

    /// <summary>People who can be handed an incident, by name.</summary>
    Task<IReadOnlyList<string>> GetColleaguesAsync(CancellationToken cancellationToken);

    /// <summary>By hand. The call's open incident is given back when there is one, with the note added.</summary>
    Task<IncidentAnswer> OpenAsync(
        CallId callId, AlarmCategory? category, AlarmSeverity severity, string? note, CancellationToken cancellationToken);

    /// <summary>Takes a free one, or accepts one that was handed over.</summary>
    Task<IncidentAnswer> TakeAsync(IncidentId id, CancellationToken cancellationToken);

    Task<IncidentAnswer> AddNoteAsync(IncidentId id, string text, CancellationToken cancellationToken);

    Task<IncidentAnswer> AttachAsync(IncidentId id, CallId callId, CancellationToken cancellationToken);

    /// <summary>The call is not about this event after all. Alarms of it that are still open come back to the desk by themselves.</summary>
    Task<IncidentAnswer> DetachAsync(IncidentId id, CallId callId, string? reason, CancellationToken cancellationToken);

    /// <summary><paramref name="id"/> goes on in <paramref name="into"/>, which is answered.</summary>
    Task<IncidentAnswer> MergeAsync(IncidentId id, IncidentId into, string? note, CancellationToken cancellationToken);

    Task<IncidentAnswer> HandOverAsync(IncidentId id, DeskTarget to, string note, CancellationToken cancellationToken);

    Task<IncidentAnswer> CloseAsync(
        IncidentId id, IncidentOutcome outcome, IncidentRecipient? recipient, string? text, CancellationToken cancellationToken);

    Task<IncidentAnswer> ReopenAsync(IncidentId id, string reason, CancellationToken cancellationToken);
}
