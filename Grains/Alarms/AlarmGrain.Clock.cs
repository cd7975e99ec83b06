using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <content>What happens by itself: escalation of what nobody acknowledges, the end of a snooze. One timer, set to the next of them.</content>
internal sealed partial class AlarmGrain
{
    /// <summary>Before the mailbox is asked again when it was full.</summary>
    private static readonly TimeSpan RingAgain = TimeSpan.FromSeconds(1);

    private readonly ITimer _alarmClock;

    /// <summary>What an older server did not write: since when a raised alarm waits, and when it would escalate.</summary>
    private Alarm Completed(Alarm alarm)
    {
        if (alarm is not { State: AlarmState.Raised, WaitingSince: null })
        {
            return alarm;
        }

        return alarm with
        {
            WaitingSince = alarm.RaisedAt,
            EscalatesAt = alarm.EscalatedAt is null ? alarm.RaisedAt + _ports.Settings.EscalateAfter(alarm.Severity) : null,
        };
    }

    /// <summary>On the timer's thread.</summary>
    private void Ring()
    {
        if (!_mailbox.TryTell(WakeUp))
        {
            _alarmClock.Change(RingAgain, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Does what is due.</summary>
    private void WakeUp()
    {
        DateTimeOffset now = Now;
        foreach (Alarm alarm in _memory.Open.Where(alarm => Due(alarm) <= now).ToArray())
        {
            if (alarm.EscalatesAt <= now)
            {
                Escalate(alarm, by: null, note: null);
            }
            else
            {
                Change(AlarmMoves.Snooze(alarm, until: null), new AlarmAct(AlarmStepKind.SnoozeEnded));
            }
        }

        SetAlarmClock();
    }

    private void SetAlarmClock()
    {
        DateTimeOffset? next = _memory.Open.Min(Due);
        TimeSpan wait = next is { } due ? due - Now : Timeout.InfiniteTimeSpan;
        _alarmClock.Change(next is null || wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>An alarm waits for one thing at most: nobody has acknowledged it, or somebody snoozed it.</summary>
    private static DateTimeOffset? Due(Alarm alarm) => alarm.EscalatesAt ?? alarm.SnoozedUntil;
}
