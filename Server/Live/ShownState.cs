using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>
/// What a watcher was told of calls and alarms, so that after events were lost it can be told the truth in events. Used by one reader.
/// </summary>
internal sealed class ShownState
{
    private readonly Dictionary<CallId, CallSnapshot> _calls = [];
    private readonly Dictionary<AlarmId, Alarm> _alarms = [];

    internal void Remember(LiveSnapshot snapshot)
    {
        foreach (CallSnapshot call in snapshot.Calls)
        {
            _calls[call.Id] = call;
        }

        foreach (Alarm alarm in snapshot.Alarms)
        {
            _alarms[alarm.Id] = alarm;
        }
    }

    internal void Remember(LiveEvent liveEvent)
    {
        switch (liveEvent)
        {
            case CallUpdated updated:
                _calls[updated.CallId] = updated.Call;
                break;
            case CallEnded ended:
                _calls.Remove(ended.CallId);
                break;
            case AlarmRaised raised:
                _alarms[raised.Alarm.Id] = raised.Alarm;
                break;
            case AlarmUpdated { Alarm.State: AlarmState.Resolved } resolved:
                _alarms.Remove(resolved.Alarm.Id);
                break;
            case AlarmUpdated updated:
                _alarms[updated.Alarm.Id] = updated.Alarm;
                break;
            default:
                break;
        }
    }

    /// <summary>Events that lead from what was told to <paramref name="truth"/>. How a vanished call ended, or an alarm, is not known here.</summary>
    internal List<LiveEvent> Correct(LiveSnapshot truth, DateTimeOffset now)
    {
        var events = new List<LiveEvent>();
        var calls = truth.Calls.Select(call => call.Id).ToHashSet();
        var alarms = truth.Alarms.Select(alarm => alarm.Id).ToHashSet();
        foreach (CallSnapshot gone in _calls.Values.Where(call => !calls.Contains(call.Id)))
        {
            events.Add(new CallEnded(gone with { State = CallState.Ended, EndedAt = gone.EndedAt ?? now }));
        }

        foreach (Alarm gone in _alarms.Values.Where(alarm => !alarms.Contains(alarm.Id)))
        {
            events.Add(new AlarmUpdated(gone with { State = AlarmState.Resolved, Revision = int.MaxValue }));
        }

        events.AddRange(truth.Calls.Select(call => new CallUpdated(call)));
        events.AddRange(truth.Alarms.Select(LiveEvent (alarm) => _alarms.ContainsKey(alarm.Id) ? new AlarmUpdated(alarm) : new AlarmRaised(alarm)));
        _calls.Clear();
        _alarms.Clear();
        Remember(truth);
        return events;
    }
}
