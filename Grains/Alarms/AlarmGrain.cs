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
    /// <summary>Most alarms told at once, newest first; the older ones are in the database.</summary>
    internal const int MaxShown = 500;

    private const int MailboxCapacity = 4096;

    private readonly AlarmPorts _ports;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox;
    private readonly AlarmMemory _memory = new();

    internal AlarmGrain(AlarmPorts ports)
    {
        _ports = ports;
        _logger = ports.Logger;
        _mailbox = new Mailbox(MailboxCapacity, LogFault);
        _alarmClock = ports.Time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private DateTimeOffset Now => _ports.Time.GetUtcNow();

    /// <inheritdoc/>
    /// <remarks>
    /// A report that is graver than what was acknowledged raises the alarm again: who acknowledged an insult has not seen the threat.
    /// </remarks>
    public Task<Alarm> ReportAsync(AlarmReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return AskAsync(() => Report(report), cancellationToken);
    }

    public Task<Alarm?> AcknowledgeAsync(AlarmId id, string by, CancellationToken cancellationToken) =>
        ActAsync(id, alarm => Acknowledge(alarm, by), cancellationToken);

    public Task<Alarm?> TakeOverAsync(AlarmId id, string by, CancellationToken cancellationToken) =>
        ActAsync(id, alarm => TakeOver(alarm, by), cancellationToken);

    public Task<Alarm?> EscalateAsync(AlarmId id, string by, string? note, CancellationToken cancellationToken) =>
        ActAsync(id, alarm => Escalate(alarm, by, AlarmMoves.Note(note)), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Not a length of time that lies ahead.</exception>
    public Task<Alarm?> SnoozeAsync(AlarmId id, string by, TimeSpan length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return ActAsync(id, alarm => Snooze(alarm, by, length), cancellationToken);
    }

    public Task<Alarm?> ResolveAsync(AlarmId id, string by, AlarmOutcome outcome, string? note, CancellationToken cancellationToken) =>
        ActAsync(id, alarm => Resolve(alarm, by, outcome, AlarmMoves.Note(note)), cancellationToken);

    public Task<Alarm> CorrectAsync(Alarm kept, string by, AlarmOutcome outcome, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return AskAsync(() => Correct(_memory.Newest(kept), by, outcome, AlarmMoves.Note(reason)), cancellationToken);
    }

    public Task ForgetWordsAsync(CallId callId, CancellationToken cancellationToken) =>
        _mailbox.PostAsync(() => ForgetWords(callId), cancellationToken);

    public Task<IReadOnlyList<Alarm>> GetOpenAsync(CancellationToken cancellationToken)
    {
        return AskAsync<IReadOnlyList<Alarm>>(
            () => [.. _memory.Open.OrderByDescending(alarm => alarm.RaisedAt).ThenByDescending(alarm => alarm.Id.Value).Take(MaxShown)],
            cancellationToken);
    }

    public Task<Alarm?> GetAsync(AlarmId id, CancellationToken cancellationToken) => AskAsync(() => _memory.Find(id), cancellationToken);

    public Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken) =>
        AskAsync(() => _memory.StepsOf(id), cancellationToken);

    public Task RestoreAsync(IReadOnlyList<Alarm> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        return _mailbox.PostAsync(() => Restore(open), cancellationToken);
    }

    /// <summary>What is inside is still acted on; then the reader ends.</summary>
    internal async Task CloseAsync()
    {
        await _alarmClock.DisposeAsync();
        _mailbox.Close();
        await _mailbox.Completion;
    }

    private Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        return _mailbox.AskAsync(ask, () => throw new ObjectDisposedException(nameof(AlarmGrain)), cancellationToken);
    }

    private Task<Alarm?> ActAsync(AlarmId id, Func<Alarm, Alarm> act, CancellationToken cancellationToken) => AskAsync(
        () => _memory.Find(id) switch
        {
            null => null,
            { State: AlarmState.Resolved } => throw new AlarmRefusedException(AlarmRefusal.AlreadyResolved),
            { } alarm => act(alarm),
        },
        cancellationToken);

    private Alarm Report(AlarmReport report)
    {
        TimeSpan? escalateAfter = _ports.Settings.EscalateAfter(report.Severity);
        if (_memory.OpenOf(report.CallId) is { } open)
        {
            _memory.Weigh(open.Id, report);
            AlarmStepKind kind = AlarmMoves.IsGraver(open, report) ? AlarmStepKind.Worsened : AlarmStepKind.Joined;
            return Change(AlarmMoves.Join(open, report, Now, escalateAfter), new AlarmAct(kind));
        }

        DateTimeOffset now = Now;
        var raised = new Alarm
        {
            Id = AlarmId.New(_ports.Time),
            CallId = report.CallId,
            Category = report.Category,
            Severity = report.Severity,
            State = AlarmState.Raised,
            RaisedAt = now,
            WaitingSince = now,
            EscalatesAt = now + escalateAfter,
            Reasons = [report.Reason],
            Revision = 1,
        };
        _memory.Weigh(raised.Id, report);
        Keep(raised, new AlarmAct(AlarmStepKind.Raised));
        _ports.Feed.Publish(new AlarmRaised(raised));
        TellCall(report.CallId);
        LogRaised(raised.Id, raised.CallId, raised.Category, raised.Severity);
        return raised;
    }

    private Alarm Acknowledge(Alarm alarm, string by)
    {
        if (alarm.State == AlarmState.Acknowledged)
        {
            return alarm.AcknowledgedBy == by ? alarm : throw new AlarmRefusedException(AlarmRefusal.TakenByAnother);
        }

        return Change(AlarmMoves.Acknowledge(alarm, by, Now), new AlarmAct(AlarmStepKind.Acknowledged, by));
    }

    private Alarm TakeOver(Alarm alarm, string by)
    {
        RequireAcknowledged(alarm);
        return alarm.AcknowledgedBy == by
            ? alarm
            : Change(AlarmMoves.Acknowledge(alarm, by, Now), new AlarmAct(AlarmStepKind.TakenOver, by));
    }

    /// <param name="alarm">As it stands.</param>
    /// <param name="by">Null: by itself.</param>
    /// <param name="note">Why.</param>
    private Alarm Escalate(Alarm alarm, string? by, string? note)
    {
        if (alarm.EscalatedAt is not null)
        {
            throw new AlarmRefusedException(AlarmRefusal.AlreadyEscalated);
        }

        Alarm escalated = Change(AlarmMoves.Escalate(alarm, by, Now), new AlarmAct(AlarmStepKind.Escalated, by, note));
        LogEscalated(alarm.Id, alarm.CallId, by is null ? "by itself" : "by hand");
        return escalated;
    }

    private Alarm Snooze(Alarm alarm, string by, TimeSpan length)
    {
        RequireAcknowledged(alarm);
        return Change(AlarmMoves.Snooze(alarm, Now + length), new AlarmAct(AlarmStepKind.Snoozed, by));
    }

    private Alarm Resolve(Alarm alarm, string by, AlarmOutcome outcome, string? note)
    {
        Alarm resolved = Change(AlarmMoves.Resolve(alarm, outcome, by, note, Now), new AlarmAct(AlarmStepKind.Resolved, by, note));
        TellCall(resolved.CallId);
        return resolved;
    }

    private Alarm Correct(Alarm alarm, string by, AlarmOutcome outcome, string? reason)
    {
        if (alarm.State != AlarmState.Resolved)
        {
            throw new AlarmRefusedException(AlarmRefusal.NotResolved);
        }

        return alarm.Outcome == outcome
            ? throw new AlarmRefusedException(AlarmRefusal.SameOutcome)
            : Change(AlarmMoves.Correct(alarm, outcome), new AlarmAct(AlarmStepKind.Corrected, by, reason));
    }

    private static void RequireAcknowledged(Alarm alarm)
    {
        if (alarm.State != AlarmState.Acknowledged)
        {
            throw new AlarmRefusedException(AlarmRefusal.NotAcknowledged);
        }
    }

    private void ForgetWords(CallId callId)
    {
        List<Alarm> quoting = _memory.ForgetWords(callId);
        foreach (Alarm alarm in quoting)
        {
            Change(AlarmMoves.WithoutWords(alarm), new AlarmAct(AlarmStepKind.WordsErased));
        }

        if (quoting.Count > 0)
        {
            // A step that was on its way when the call journalled its erasure quotes the words after it.
            Journal(new TranscriptErasedJournalled(callId, Now, "quoted"), quoting[0].Id);
        }
    }

    private void Restore(IReadOnlyList<Alarm> open)
    {
        foreach (Alarm alarm in _memory.Restore(open.Select(Completed)))
        {
            TellCall(alarm.CallId);
            _ports.Feed.Publish(new AlarmUpdated(alarm));
        }

        WakeUp();
    }

    private Alarm Change(Alarm next, AlarmAct act)
    {
        Keep(next, act);
        _ports.Feed.Publish(new AlarmUpdated(next));
        return next;
    }

    private void Keep(Alarm alarm, AlarmAct act)
    {
        DateTimeOffset now = Now;
        Journal(new AlarmJournalled(alarm.CallId, now, alarm, act), alarm.Id);
        _memory.Put(alarm, AlarmStep.Of(alarm, act, now));
        SetAlarmClock();
    }

    /// <summary>A journal that fails says so in its own health; somebody must still come to the agent's help.</summary>
    private void Journal(JournalEntry entry, AlarmId of)
    {
        try
        {
            _ports.Journal.Append(entry);
        }
#pragma warning disable CA1031 // Whatever it throws, the alarm must be seen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogJournalFailed(e, of);
        }
    }

    /// <summary>More than one of a call only where an older server left them so.</summary>
    private void TellCall(CallId callId)
    {
        AlarmId[] open = [.. _memory.Open.Where(alarm => alarm.CallId == callId).OrderByDescending(alarm => alarm.Severity).Select(alarm => alarm.Id)];
        _ports.TellCall(callId, open);
    }

    [LoggerMessage(EventId = 2100, Level = LogLevel.Warning, Message = "Alarm {AlarmId} of call {CallId}: {Category}, {Severity}")]
    private partial void LogRaised(AlarmId alarmId, CallId callId, AlarmCategory category, AlarmSeverity severity);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Alarm {AlarmId} of call {CallId} is escalated {How}")]
    private partial void LogEscalated(AlarmId alarmId, CallId callId, string how);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Error, Message = "A step of alarm {AlarmId} could not be journalled")]
    private partial void LogJournalFailed(Exception exception, AlarmId alarmId);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "A message to the alarms failed")]
    private partial void LogFault(Exception exception);
}
