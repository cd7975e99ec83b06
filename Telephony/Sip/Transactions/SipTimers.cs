namespace Supervision.Telephony.Sip.Transactions;

/// <summary>All timers of one SIP end behind a single system timer. Used on the <see cref="SignallingQueue"/> only.</summary>
internal sealed class SipTimers : IDisposable
{
    /// <summary>Estimate of the round trip (RFC 3261 §17.1.1.1).</summary>
    internal static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause between retransmissions (RFC 3261 §17.1.2.2).</summary>
    internal static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);

    /// <summary>How long a message may stay in the network (RFC 3261 §17.1.2.2).</summary>
    internal static readonly TimeSpan T4 = TimeSpan.FromSeconds(5);

    /// <summary>64*T1: timers B, F, H, J, L, M (RFC 3261 Appendix A, RFC 6026 §7).</summary>
    internal static readonly TimeSpan Lifetime = 64 * T1;

    private readonly PriorityQueue<SipTimer, long> _due = new();
    private readonly TimeProvider _time;
    private readonly SignallingQueue _queue;
    private readonly ITimer _timer;

    internal SipTimers(TimeProvider time, SignallingQueue queue)
    {
        (_time, _queue) = (time, queue);
        _timer = time.CreateTimer(_ => _queue.Post(Fire), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal SipTimer Start(TimeSpan after, Action action)
    {
        var timer = new SipTimer(action);
        long due = _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency);
        _due.Enqueue(timer, due);
        if (ReferenceEquals(_due.Peek(), timer))
        {
            Arm();
        }

        return timer;
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        while (_due.TryPeek(out SipTimer? timer, out long due) && (due <= _time.GetTimestamp() || timer.IsStopped))
        {
            _due.Dequeue();
            if (timer.Take() is { } action)
            {
                _queue.RunOne(action);
            }
        }

        Arm();
    }

    private void Arm()
    {
        if (_due.TryPeek(out _, out long due))
        {
            TimeSpan wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
            // The system's timer counts in whole milliseconds: rounded up, or it would fire for nothing.
            double milliseconds = Math.Max(0, Math.Ceiling(wait.TotalMilliseconds));
            _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        }
    }
}

/// <summary>One running timer. Lets go of its action when stopped.</summary>
internal sealed class SipTimer(Action action)
{
    private Action? _action = action;

    internal bool IsStopped => _action is null;

    internal void Stop() => _action = null;

    internal Action? Take()
    {
        Action? taken = _action;
        _action = null;
        return taken;
    }
}
