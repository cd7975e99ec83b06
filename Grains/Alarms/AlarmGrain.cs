using Microsoft.Extensions.Logging;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Live;

namespace Supervision.Grains.Alarms;

/// <summary>
/// Owns every alarm that is not resolved, from whatever call, live or over. One mailbox, one reader. An alarm's steps are journalled
/// before they are published.
/// </summary>
internal sealed partial class AlarmGrain : IAlarmGrain
{
    /// <summary>A caller who shouts for an hour does not make an alarm that no screen can hold: the first and the newest reasons stay.</summary>
    internal const int MaxReasons = 50;

    /// <summary>Longest note that is kept, in characters.</summary>
    internal const int MaxNoteChars = 2000;

    /// <summary>Most alarms told at once, newest first; the older ones are in the database.</summary>
    internal const int MaxShown = 500;

    private const int MailboxCapacity = 4096;

    private readonly TimeProvider _time;
    private readonly ILiveFeed _feed;
    private readonly IJournal _journal;
    private readonly Action<CallId, IReadOnlyList<AlarmId>> _tellCall;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox;
    private readonly Dictionary<AlarmId, Alarm> _open = [];
    private readonly Dictionary<CallId, AlarmId> _byCall = [];

    /// <summary>
    /// Resolved since the start: the database, read late, may still call them open. Null when the open ones were restored.
    /// </summary>
    private HashSet<AlarmId>? _resolvedEarly = [];

    /// <param name="time">UTC.</param>
    /// <param name="feed">Hears of each step.</param>
    /// <param name="journal">Keeps each step.</param>
    /// <param name="tellCall">Told which alarms of a call are open, most severe first; must not block.</param>
    /// <param name="logger">For faults.</param>
    internal AlarmGrain(
        TimeProvider time,
        ILiveFeed feed,
        IJournal journal,
        Action<CallId, IReadOnlyList<AlarmId>> tellCall,
        ILogger<AlarmGrain> logger)
    {
        _time = time;
        _feed = feed;
        _journal = journal;
        _tellCall = tellCall;
        _logger = logger;
        _mailbox = new Mailbox(MailboxCapacity, LogFault);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A report that is graver than what was acknowledged raises the alarm again: who acknowledged an insult has not seen the threat.
    /// </remarks>
    public Task<Alarm> ReportAsync(AlarmReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return AskAsync(() => Report(report), cancellationToken);
    }

    public Task<Alarm?> AcknowledgeAsync(AlarmId id, string by, CancellationToken cancellationToken)
    {
        return AskAsync(() => Acknowledge(id, by), cancellationToken);
    }

    public Task<Alarm?> ResolveAsync(AlarmId id, string by, AlarmOutcome outcome, string? note, CancellationToken cancellationToken)
    {
        return AskAsync(() => Resolve(id, by, outcome, note), cancellationToken);
    }

    public Task ForgetWordsAsync(CallId callId, CancellationToken cancellationToken)
    {
        return _mailbox.PostAsync(() => ForgetWords(callId), cancellationToken);
    }

    public Task<IReadOnlyList<Alarm>> GetOpenAsync(CancellationToken cancellationToken)
    {
        return AskAsync<IReadOnlyList<Alarm>>(
            () => [.. _open.Values.OrderByDescending(alarm => alarm.RaisedAt).ThenByDescending(alarm => alarm.Id.Value).Take(MaxShown)],
            cancellationToken);
    }

    public Task RestoreAsync(IReadOnlyList<Alarm> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        return _mailbox.PostAsync(() => Restore(open), cancellationToken);
    }

    /// <summary>What is inside is still acted on; then the reader ends.</summary>
    internal Task CloseAsync()
    {
        _mailbox.Close();
        return _mailbox.Completion;
    }

    private Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        return _mailbox.AskAsync(ask, () => throw new ObjectDisposedException(nameof(AlarmGrain)), cancellationToken);
    }

    private Alarm Report(AlarmReport report)
    {
        if (_byCall.TryGetValue(report.CallId, out AlarmId id))
        {
            Alarm joined = Join(_open[id], report);
            Keep(joined);
            _feed.Publish(new AlarmUpdated(joined));
            return joined;
        }

        DateTimeOffset now = _time.GetUtcNow();
        var raised = new Alarm
        {
            Id = AlarmId.New(_time),
            CallId = report.CallId,
            Category = report.Category,
            Severity = report.Severity,
            State = AlarmState.Raised,
            RaisedAt = now,
            Reasons = [report.Reason],
            Revision = 1,
        };
        Keep(raised);
        _feed.Publish(new AlarmRaised(raised));
        TellCall(report.CallId);
        LogRaised(raised.Id, raised.CallId, raised.Category, raised.Severity);
        return raised;
    }

    private static Alarm Join(Alarm alarm, AlarmReport report)
    {
        // Emergency over threat over insult among equals: the order of their numbers.
        bool isGraver = report.Severity > alarm.Severity || (report.Severity == alarm.Severity && report.Category > alarm.Category);
        AlarmReason[] reasons = alarm.Reasons.Count < MaxReasons
            ? [.. alarm.Reasons, report.Reason]
            : [alarm.Reasons[0], .. alarm.Reasons.Skip(2), report.Reason];
        Alarm joined = alarm with
        {
            Category = isGraver ? report.Category : alarm.Category,
            Severity = isGraver ? report.Severity : alarm.Severity,
            Reasons = reasons,
            Revision = alarm.Revision + 1,
        };
        return isGraver && alarm.State == AlarmState.Acknowledged
            ? joined with { State = AlarmState.Raised, AcknowledgedBy = null, AcknowledgedAt = null }
            : joined;
    }

    private Alarm? Acknowledge(AlarmId id, string by)
    {
        if (!_open.TryGetValue(id, out Alarm? alarm) || alarm.State != AlarmState.Raised)
        {
            return alarm;
        }

        Alarm acknowledged = alarm with
        {
            State = AlarmState.Acknowledged,
            AcknowledgedBy = by,
            AcknowledgedAt = _time.GetUtcNow(),
            Revision = alarm.Revision + 1,
        };
        Keep(acknowledged);
        _feed.Publish(new AlarmUpdated(acknowledged));
        return acknowledged;
    }

    private Alarm? Resolve(AlarmId id, string by, AlarmOutcome outcome, string? note)
    {
        if (!_open.TryGetValue(id, out Alarm? alarm))
        {
            return null;
        }

        string? kept = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        Alarm resolved = alarm with
        {
            State = AlarmState.Resolved,
            ResolvedBy = by,
            ResolvedAt = _time.GetUtcNow(),
            Outcome = outcome,
            Note = kept?.Length > MaxNoteChars ? kept[..MaxNoteChars] : kept,
            Revision = alarm.Revision + 1,
        };
        Keep(resolved);
        _feed.Publish(new AlarmUpdated(resolved));
        TellCall(resolved.CallId);
        return resolved;
    }

    private void ForgetWords(CallId callId)
    {
        foreach (Alarm alarm in _open.Values.Where(alarm => alarm.CallId == callId).ToArray())
        {
            Alarm silent = alarm with
            {
                Reasons = [.. alarm.Reasons.Select(reason => reason with { Heard = "" })],
                Revision = alarm.Revision + 1,
            };
            Keep(silent);
            _feed.Publish(new AlarmUpdated(silent));
        }
    }

    private void Restore(IReadOnlyList<Alarm> open)
    {
        foreach (Alarm alarm in open.Where(alarm => alarm.State != AlarmState.Resolved))
        {
            if (_resolvedEarly?.Contains(alarm.Id) != true && _open.TryAdd(alarm.Id, alarm))
            {
                _byCall.TryAdd(alarm.CallId, alarm.Id);
                TellCall(alarm.CallId);
                _feed.Publish(new AlarmUpdated(alarm));
            }
        }

        _resolvedEarly = null;
    }

    private void Keep(Alarm alarm)
    {
        Journal(alarm);
        if (alarm.State != AlarmState.Resolved)
        {
            _open[alarm.Id] = alarm;
            _byCall[alarm.CallId] = alarm.Id;
            return;
        }

        _open.Remove(alarm.Id);
        _resolvedEarly?.Add(alarm.Id);
        if (_byCall.TryGetValue(alarm.CallId, out AlarmId current) && current == alarm.Id)
        {
            _byCall.Remove(alarm.CallId);
        }
    }

    /// <summary>A journal that fails says so in its own health; somebody must still come to the agent's help.</summary>
    private void Journal(Alarm alarm)
    {
        try
        {
            _journal.Append(new AlarmJournalled(alarm.CallId, _time.GetUtcNow(), alarm));
        }
#pragma warning disable CA1031 // Whatever it throws, the alarm must be seen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogJournalFailed(e, alarm.Id);
        }
    }

    /// <summary>More than one of a call only where an older server left them so.</summary>
    private void TellCall(CallId callId)
    {
        _tellCall(callId, [.. _open.Values.Where(alarm => alarm.CallId == callId).OrderByDescending(alarm => alarm.Severity).Select(alarm => alarm.Id)]);
    }

    [LoggerMessage(EventId = 2100, Level = LogLevel.Warning, Message = "Alarm {AlarmId} of call {CallId}: {Category}, {Severity}")]
    private partial void LogRaised(AlarmId alarmId, CallId callId, AlarmCategory category, AlarmSeverity severity);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Error, Message = "A step of alarm {AlarmId} could not be journalled")]
    private partial void LogJournalFailed(Exception exception, AlarmId alarmId);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "A message to the alarms failed")]
    private partial void LogFault(Exception exception);
}
