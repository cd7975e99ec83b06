using System.Diagnostics.CodeAnalysis;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.WallBoard;

/// <summary>
/// What the wall-board knows: calls, their places, open alarms. Owned by one page; used on its circuit's thread only.
/// </summary>
internal sealed class BoardState
{
    /// <summary>How long a call that ended stays, so that nobody wonders where it went.</summary>
    internal static readonly TimeSpan Farewell = TimeSpan.FromSeconds(6);

    private readonly Dictionary<CallId, CallSnapshot> _calls = [];
    private readonly Dictionary<CallId, DateTimeOffset> _leaving = [];
    private readonly Dictionary<AlarmId, Alarm> _alarms = [];

    /// <summary>Calls that an open alarm names, live or not; filled by the page for those that ended before it opened.</summary>
    private readonly Dictionary<CallId, CallSnapshot> _named = [];

    internal TileSlots Places { get; } = new();

    /// <summary>What people must be told of, each once; the page takes it.</summary>
    private readonly List<AlarmNews> _news = [];

    /// <summary>By severity, then those that nobody has taken, then by age; what is snoozed steps back.</summary>
    internal IReadOnlyList<Alarm> Alarms { get; private set; } = [];

    internal int LiveCount => _calls.Values.Count(call => call.State != CallState.Ended);

    internal int OpenAlarms => _alarms.Count;

    internal int RaisedAlarms => _alarms.Values.Count(alarm => alarm.State == AlarmState.Raised);

    internal DateTimeOffset? OldestStart => _calls.Values.Where(call => call.State != CallState.Ended)
        .Select(call => (DateTimeOffset?)call.StartedAt).Min();

    internal bool TryGetCall(CallId id, [NotNullWhen(true)] out CallSnapshot? call) =>
        _calls.TryGetValue(id, out call) || _named.TryGetValue(id, out call);

    /// <summary>The worst open alarm of a call, those that nobody has taken first.</summary>
    internal Alarm? WorstAlarm(CallId id)
    {
        Alarm? worst = null;
        foreach (Alarm alarm in Alarms)
        {
            if (alarm.CallId == id && (worst is null || Rank(alarm) > Rank(worst)))
            {
                worst = alarm;
            }
        }

        return worst;
    }

    /// <summary>Calls of open alarms that the board has never seen.</summary>
    internal IReadOnlyList<CallId> UnnamedCalls() =>
        [.. Alarms.Select(alarm => alarm.CallId).Where(id => !_calls.ContainsKey(id) && !_named.ContainsKey(id)).Distinct()];

    internal void Name(CallSnapshot call) => _named[call.Id] = call;

    internal void Reset(LiveSnapshot snapshot, DateTimeOffset now)
    {
        var present = snapshot.Calls.Select(call => call.Id).ToHashSet();
        foreach (CallId gone in _calls.Keys.Where(id => !present.Contains(id)).ToArray())
        {
            _leaving.TryAdd(gone, now);
        }

        foreach (CallSnapshot call in snapshot.Calls)
        {
            Put(call);
        }

        _alarms.Clear();
        foreach (Alarm alarm in snapshot.Alarms)
        {
            Put(alarm);
        }

        Order();
    }

    /// <summary>True when something that Blazor draws has changed.</summary>
    internal bool Apply(LiveEvent liveEvent, DateTimeOffset now)
    {
        switch (liveEvent)
        {
            case CallUpdated updated:
                Put(updated.Call);
                return true;
            case CallEnded ended:
                Put(ended.Call with { State = CallState.Ended });
                _leaving.TryAdd(ended.Call.Id, now);
                return true;
            case AlarmRaised raised:
                return Hear(raised.Alarm, isNew: true);
            case AlarmUpdated updated:
                return Hear(updated.Alarm, isNew: false);
            default:
                return false;
        }
    }

    /// <summary>What people must be told of since the last time.</summary>
    internal IReadOnlyList<AlarmNews> TakeNews()
    {
        AlarmNews[] news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <summary>The desk's answer, shown before the feed repeats it.</summary>
    internal void Apply(Alarm alarm)
    {
        Put(alarm);
        Order();
    }

    /// <summary>An alarm that the desk says is closed.</summary>
    internal void Forget(AlarmId id)
    {
        _alarms.Remove(id);
        Order();
    }

    /// <summary>Takes away the tiles of calls that ended a while ago. True when one went.</summary>
    internal bool Sweep(DateTimeOffset now)
    {
        CallId[] due = [.. _leaving.Where(pair => now - pair.Value >= Farewell).Select(pair => pair.Key)];
        foreach (CallId id in due)
        {
            _leaving.Remove(id);
            if (_calls.Remove(id, out CallSnapshot? call) && Alarms.Any(alarm => alarm.CallId == id))
            {
                _named[id] = call;
            }

            Places.Remove(id);
        }

        Places.Settle();
        return due.Length > 0;
    }

    private static int Rank(Alarm alarm) => ((int)alarm.Severity * 2) + (alarm.State == AlarmState.Raised ? 1 : 0);

    private void Put(CallSnapshot call)
    {
        if (call.State != CallState.Ended)
        {
            _leaving.Remove(call.Id);
        }
        else if (!_calls.ContainsKey(call.Id))
        {
            return;
        }

        _calls[call.Id] = call;
        Places.Add(call.Id);
    }

    /// <summary>From the feed, where an alarm may be told twice: only what is newer than what is shown is news.</summary>
    private bool Hear(Alarm alarm, bool isNew)
    {
        Alarm? known = _alarms.GetValueOrDefault(alarm.Id);
        if (!Put(alarm))
        {
            return false;
        }

        if (AlarmNews.Of(known, alarm, isNew) is { } news)
        {
            _news.Add(news);
        }

        return Order();
    }

    /// <summary>False for a late message that an alarm has outgrown.</summary>
    private bool Put(Alarm alarm)
    {
        if (_alarms.TryGetValue(alarm.Id, out Alarm? known) && known.Revision >= alarm.Revision)
        {
            return false;
        }

        if (alarm.State == AlarmState.Resolved)
        {
            return _alarms.Remove(alarm.Id);
        }

        _alarms[alarm.Id] = alarm;
        return true;
    }

    private bool Order()
    {
        Alarms =
        [
            .. _alarms.Values.OrderBy(alarm => alarm.SnoozedUntil is not null).ThenByDescending(alarm => alarm.Severity)
                .ThenBy(alarm => alarm.State).ThenBy(alarm => alarm.RaisedAt).ThenBy(alarm => alarm.Id.Value),
        ];
        foreach (CallId unused in _named.Keys.Where(id => Alarms.All(alarm => alarm.CallId != id)).ToArray())
        {
            _named.Remove(unused);
        }

        return true;
    }
}
