using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <summary>The single owner of all incidents that are open, and of those closed of late. Safe from any thread.</summary>
public interface IIncidentGrain
{
    /// <summary>Calls of the incidents in memory.</summary>
    IAttachedCalls Attached { get; }

    /// <summary>
    /// An alarm that the desk must know: opens an incident, or joins the one that has the alarm or the call. Again with the same alarm it
    /// only adds what is new.
    /// </summary>
    Task<Incident> ReportAsync(Alarm alarm, IncidentCall call, CancellationToken cancellationToken);

    /// <summary>By hand. The call's open incident is given back when there is one, with the note added.</summary>
    Task<IncidentAnswer> OpenAsync(IncidentOpening opening, IncidentActor actor, CancellationToken cancellationToken);

    /// <summary>Refused with <see cref="IncidentRefusal.NotFound"/> for one that is not in memory: restore it first.</summary>
    Task<IncidentAnswer> ActAsync(IncidentId id, IncidentAct act, IncidentActor actor, CancellationToken cancellationToken);

    /// <summary>Two incidents about one event: <paramref name="id"/> goes on in <paramref name="into"/>, which is answered.</summary>
    Task<IncidentAnswer> MergeAsync(IncidentId id, IncidentId into, string? note, IncidentActor actor, CancellationToken cancellationToken);

    /// <summary>
    /// The call is found to be private: who called goes out of every incident that has it, now and later. That there was a call stays.
    /// </summary>
    Task ForgetPartiesAsync(CallId callId, CancellationToken cancellationToken);

    /// <summary>Open ones, gravest and then oldest first.</summary>
    Task<IncidentQueue> GetOpenAsync(CancellationToken cancellationToken);

    /// <summary>Open ones and those closed of late, in no order.</summary>
    Task<IReadOnlyList<Incident>> GetKnownAsync(CancellationToken cancellationToken);

    /// <summary>Null for one that is not in memory.</summary>
    Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken);

    /// <inheritdoc cref="FindAsync(IncidentId, CancellationToken)"/>
    Task<Incident?> FindAsync(IncidentNumber number, CancellationToken cancellationToken);

    /// <summary>Incidents from before; what is in memory already and newer stays.</summary>
    /// <param name="isWhole">True when no open one is missing any more.</param>
    Task RestoreAsync(IReadOnlyList<Incident> incidents, bool isWhole, CancellationToken cancellationToken);

    /// <summary>The last serials given, by year: from now on incidents are numbered, those that wait at once. May be told again.</summary>
    Task StartNumberingAsync(IReadOnlyDictionary<int, int> lastSerials, CancellationToken cancellationToken);
}
