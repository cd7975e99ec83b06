using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>
/// What is known of callers' numbers from the last 24 hours, in memory: fed by the live feed, and once from the database when it has what
/// earlier starts journalled. Asked by any thread without waiting for anything but a short lock.
/// </summary>
internal sealed class CallerHistory(ILiveFeed feed, TimeProvider time) : BackgroundService, ICallerHistory
{
    internal static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>Calls remembered; the oldest is forgotten beyond: ten a minute for a day, seven times over.</summary>
    internal const int MaxCalls = 100_000;

    private const int QueueCapacity = 4096;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, Known> _calls = [];
    private readonly Dictionary<string, HashSet<CallId>> _byNumber = new(StringComparer.Ordinal);

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    public CallerPast Look(string number, CallId except, DateTimeOffset since)
    {
        DateTimeOffset confirmedSince = time.GetUtcNow() - Memory;
        lock (_gate)
        {
            if (!_byNumber.TryGetValue(FrenchNumber.National(number), out HashSet<CallId>? ids))
            {
                return default;
            }

            int calls = 0;
            int confirmed = 0;
            foreach (Known call in ids.Where(id => id != except).Select(id => _calls[id]))
            {
                calls += call.StartedAt >= since ? 1 : 0;
                confirmed += call.ConfirmedAt >= confirmedSince ? 1 : 0;
            }

            return new CallerPast(calls, confirmed);
        }
    }

    /// <summary>What the record knows; what is known already stays.</summary>
    internal void Learn(IEnumerable<PastCall> past)
    {
        lock (_gate)
        {
            foreach (PastCall call in past)
            {
                Put(call.Id, call.Number, call.StartedAt);
                if (call.ConfirmedAt is { } at && _calls.TryGetValue(call.Id, out Known? known))
                {
                    known.ConfirmedAt = at;
                }
            }
        }
    }

    internal void Hear(LiveEvent liveEvent)
    {
        lock (_gate)
        {
            switch (liveEvent)
            {
                case CallUpdated { Call: var call }:
                    Hear(call);
                    break;
                case AlarmUpdated { Alarm: { State: AlarmState.Resolved, Outcome: AlarmOutcome.Confirmed } alarm } when _calls.TryGetValue(alarm.CallId, out Known? known):
                    known.ConfirmedAt = alarm.ResolvedAt ?? time.GetUtcNow();
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Forgets what is older than <see cref="Memory"/>.</summary>
    internal void Sweep()
    {
        DateTimeOffset before = time.GetUtcNow() - Memory;
        lock (_gate)
        {
            foreach (CallId old in _calls.Where(pair => pair.Value.StartedAt < before && !(pair.Value.ConfirmedAt >= before)).Select(pair => pair.Key).ToArray())
            {
                Forget(old);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Alarms are resolved in their own time, which may be after their call.
        using ILiveSubscription events = feed.Subscribe(QueueCapacity, static liveEvent => liveEvent is CallUpdated or AlarmUpdated);
        DateTimeOffset sweptAt = time.GetUtcNow();
        await foreach (LiveEvent liveEvent in events.ReadAllAsync(stoppingToken))
        {
            Hear(liveEvent);
            if (time.GetUtcNow() - sweptAt >= SweepInterval)
            {
                sweptAt = time.GetUtcNow();
                Sweep();
            }
        }
    }

    private void Hear(CallSnapshot call)
    {
        // The demonstration plays the same few numbers over and over: that says nothing of anybody.
        if (call is { Recording: not RecordingState.Private, IsDemonstration: false, Caller.Number: { Length: > 0 } number })
        {
            Put(call.Id, number, call.StartedAt);
        }
        else
        {
            // Withheld, or found to be private: nothing is remembered of it.
            Forget(call.Id);
        }
    }

    private void Put(CallId id, string number, DateTimeOffset startedAt)
    {
        string key = FrenchNumber.National(number);
        if (_calls.TryGetValue(id, out Known? known))
        {
            if (known.Number == key)
            {
                return;
            }

            Forget(id);
        }

        if (_calls.Count >= MaxCalls)
        {
            Forget(_calls.MinBy(pair => pair.Value.StartedAt).Key);
        }

        _calls[id] = new Known(key, startedAt) { ConfirmedAt = known?.ConfirmedAt };
        if (!_byNumber.TryGetValue(key, out HashSet<CallId>? ids))
        {
            _byNumber[key] = ids = [];
        }

        ids.Add(id);
    }

    private void Forget(CallId id)
    {
        if (_calls.Remove(id, out Known? known) && _byNumber.TryGetValue(known.Number, out HashSet<CallId>? ids))
        {
            ids.Remove(id);
            if (ids.Count == 0)
            {
                _byNumber.Remove(known.Number);
            }
        }
    }

    private sealed record Known(string Number, DateTimeOffset StartedAt)
    {
        internal DateTimeOffset? ConfirmedAt { get; set; }
    }
}
