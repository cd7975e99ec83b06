using Microsoft.Extensions.Logging;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <summary>
/// Owns every open incident, and remembers those closed of late so that none is lost between its closing and the database. One mailbox,
/// one reader. Each step is journalled before it is published.
/// </summary>
internal sealed partial class IncidentGrain : IIncidentGrain
{
    /// <summary>Closed incidents in memory: far more than are closed while the journal's import lags.</summary>
    internal const int MaxClosed = 1000;

    private const int MailboxCapacity = 4096;

    private readonly TimeProvider _time;
    private readonly ILiveFeed _feed;
    private readonly IJournal _journal;
    private readonly IncidentNumbering _numbering;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox;
    private readonly AttachedCalls _attached = new();
    private readonly Dictionary<IncidentId, Incident> _known = [];

    /// <summary>Which open incident has the call.</summary>
    private readonly Dictionary<CallId, IncidentId> _byCall = [];
    private readonly Dictionary<AlarmId, IncidentId> _byAlarm = [];

    /// <summary>In the order of their closing; some may be open again.</summary>
    private readonly Queue<IncidentId> _closed = new();
    private bool _isWhole;
    private IncidentFigures _figures = new(0, 0, 0, false);

    /// <param name="time">UTC.</param>
    /// <param name="feed">Hears of each step.</param>
    /// <param name="journal">Keeps each step.</param>
    /// <param name="numbering">Owned by this grain from here on.</param>
    /// <param name="logger">For faults.</param>
    internal IncidentGrain(TimeProvider time, ILiveFeed feed, IJournal journal, IncidentNumbering numbering, ILogger<IncidentGrain> logger)
    {
        _time = time;
        _feed = feed;
        _journal = journal;
        _numbering = numbering;
        _logger = logger;
        _mailbox = new Mailbox(MailboxCapacity, LogFault);
    }

    public IAttachedCalls Attached => _attached;

    /// <summary>As of the last change. Safe from any thread.</summary>
    internal IncidentFigures Figures => Volatile.Read(ref _figures);

    public Task<Incident> ReportAsync(Alarm alarm, IncidentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        ArgumentNullException.ThrowIfNull(call);
        return AskAsync(() => Report(alarm, call), cancellationToken);
    }

    public Task<IncidentAnswer> OpenAsync(IncidentOpening opening, IncidentActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentNullException.ThrowIfNull(actor);
        return AskAsync(() => Open(opening, actor), cancellationToken);
    }

    public Task<IncidentAnswer> ActAsync(IncidentId id, IncidentAct act, IncidentActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(actor);
        return AskAsync(() => Act(id, act, actor), cancellationToken);
    }

    public Task<IncidentAnswer> MergeAsync(
        IncidentId id, IncidentId into, string? note, IncidentActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return AskAsync(() => Merge(id, into, note, actor), cancellationToken);
    }

    public Task<IncidentQueue> GetOpenAsync(CancellationToken cancellationToken) => AskAsync(
        () => new IncidentQueue(
            [.. IncidentQueue.Order(_known.Values.Where(incident => incident.IsOpen()))],
            _isWhole),
        cancellationToken);

    public Task<IReadOnlyList<Incident>> GetKnownAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<Incident>>(() => [.. _known.Values], cancellationToken);

    public Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken) =>
        AskAsync(() => _known.GetValueOrDefault(id), cancellationToken);

    public Task<Incident?> FindAsync(IncidentNumber number, CancellationToken cancellationToken) =>
        AskAsync(() => _known.Values.FirstOrDefault(incident => incident.Number == number), cancellationToken);

    public Task RestoreAsync(IReadOnlyList<Incident> incidents, bool isWhole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        return _mailbox.PostAsync(() => Restore(incidents, isWhole), cancellationToken);
    }

    public Task StartNumberingAsync(IReadOnlyDictionary<int, int> lastSerials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lastSerials);
        return _mailbox.PostAsync(() => StartNumbering(lastSerials), cancellationToken);
    }

    /// <summary>What is inside is still acted on; then the reader ends.</summary>
    internal Task CloseAsync()
    {
        _mailbox.Close();
        return _mailbox.Completion;
    }

    private Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken) =>
        _mailbox.AskAsync(ask, () => throw new ObjectDisposedException(nameof(IncidentGrain)), cancellationToken);

    private Incident Report(Alarm alarm, IncidentCall call)
    {
        if (_byAlarm.TryGetValue(alarm.Id, out IncidentId id) || _byCall.TryGetValue(alarm.CallId, out id))
        {
            Incident before = GoingOn(_known[id]);
            Incident joined = IncidentRules.Join(before, alarm, _time.GetUtcNow());
            if (!ReferenceEquals(joined, before))
            {
                Keep(joined);
            }

            return joined;
        }

        Incident opened = IncidentRules.Join(NewIncident(call, alarm.Category, alarm.Severity, null), alarm, _time.GetUtcNow());
        Keep(opened with { Revision = 1 });
        LogOpened(opened.Id, opened.Number, alarm.Category, alarm.Severity);
        return _known[opened.Id];
    }

    /// <summary>Where an incident that was joined to another goes on, as far as memory reaches.</summary>
    private Incident GoingOn(Incident incident)
    {
        while (incident.MergedInto is { } into && _known.TryGetValue(into, out Incident? next))
        {
            incident = next;
        }

        return incident;
    }

    private IncidentAnswer Open(IncidentOpening opening, IncidentActor actor)
    {
        if (_byCall.TryGetValue(opening.Call.CallId, out IncidentId id))
        {
            return IncidentRules.Kept(opening.Note) is { } added ? Act(id, new NoteIncident(added), actor) : IncidentAnswer.Of(_known[id]);
        }

        Incident opened = NewIncident(opening.Call, opening.Category, opening.Severity, actor.Name) with { Alarms = opening.Alarms };
        if (IncidentRules.Kept(opening.Note) is { } note)
        {
            opened = IncidentRules.With(opened, new IncidentStep(0, _time.GetUtcNow(), actor.Name, IncidentStepKind.Noted) { Note = note });
        }

        Keep(opened with { Revision = 1 });
        LogOpened(opened.Id, opened.Number, opened.Category, opened.Severity);
        return IncidentAnswer.Of(_known[opened.Id]);
    }

    private Incident NewIncident(IncidentCall call, AlarmCategory? category, AlarmSeverity severity, string? by)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return new Incident
        {
            Id = IncidentId.New(_time),
            Number = _numbering.Next(now),
            Category = category,
            Severity = severity,
            State = IncidentState.New,
            OpenedAt = now,
            OpenedBy = by,
            Calls = [call with { AttachedAt = now, AttachedBy = by }],
            Alarms = [],
            Steps = [new IncidentStep(1, now, by, IncidentStepKind.Opened) { CallId = call.CallId, Category = category, Severity = severity }],
            Revision = 1,
        };
    }

    private IncidentAnswer Act(IncidentId id, IncidentAct act, IncidentActor actor)
    {
        if (!_known.TryGetValue(id, out Incident? before))
        {
            return IncidentAnswer.Refused(IncidentRefusal.NotFound);
        }

        IncidentAnswer answer = IncidentRules.Apply(before, WithoutParties(act), actor, _time.GetUtcNow());
        if (answer.Incident is { } after && !ReferenceEquals(before, after))
        {
            Keep(after);
        }

        return answer;
    }

    private IncidentAnswer Merge(IncidentId id, IncidentId intoId, string? note, IncidentActor actor)
    {
        if (id == intoId)
        {
            return IncidentAnswer.Refused(IncidentRefusal.SameIncident);
        }

        if (!_known.TryGetValue(id, out Incident? ended) || !_known.TryGetValue(intoId, out Incident? into))
        {
            return IncidentAnswer.Refused(IncidentRefusal.NotFound);
        }

        if (ended.MergedInto is not null || into.MergedInto is not null)
        {
            return IncidentAnswer.Refused(IncidentRefusal.Merged);
        }

        if (!ended.IsOpen() || !into.IsOpen())
        {
            return IncidentAnswer.Refused(IncidentRefusal.Closed);
        }

        if (ended.Calls.Count + into.Calls.Count > IncidentRules.MaxCalls || into.Steps.Count >= IncidentRules.MaxSteps)
        {
            return IncidentAnswer.Refused(IncidentRefusal.Full);
        }

        (Incident whole, Incident gone) = IncidentRules.Merge(ended, into, note, actor, _time.GetUtcNow());

        // The one that ends first: its calls and alarms then find the one that goes on. Each entry is whole, whatever dies between them.
        Keep(gone);
        Keep(whole);
        return IncidentAnswer.Of(whole);
    }

    [LoggerMessage(EventId = 2420, Level = LogLevel.Warning, Message = "Incident {IncidentId} ({Number}): {Category}, {Severity}")]
    private partial void LogOpened(IncidentId incidentId, IncidentNumber? number, AlarmCategory? category, AlarmSeverity severity);

    [LoggerMessage(EventId = 2421, Level = LogLevel.Error, Message = "A message to the incidents failed")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(EventId = 2422, Level = LogLevel.Error, Message = "A step of incident {IncidentId} could not be journalled")]
    private partial void LogJournalFailed(Exception exception, IncidentId incidentId);
}
