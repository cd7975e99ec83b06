namespace Supervision.Speech.Worker.Aggression;

/// <summary>
/// Windows of all callers that wait to be scored, and those that rest. The VAD's thread posts, the scorer's takes; guarded by its own lock.
/// </summary>
/// <remarks>
/// Bound and drop policy: <see cref="Capacity"/> windows; one more and the oldest is dropped and counted, since an alarm lives of what is
/// heard now. Windows of closed lanes are dropped too when they come up, and not counted: nobody may hear of them.
/// </remarks>
internal sealed class CallerAudioQueue(TimeProvider time)
{
    /// <summary>64 × 32 kB = 2 MB; a second of 32 callers who all speak.</summary>
    internal const int Capacity = 64;

    private readonly object _gate = new();
    private readonly Queue<CallerAudio> _waiting = new(Capacity);
    private readonly Stack<CallerAudio> _resting = new(Capacity);
    private long _dropped;
    private bool _isStopped;

    /// <summary>Nothing is scored any more: lanes may spare themselves the cutting.</summary>
    internal bool IsStopped => Volatile.Read(ref _isStopped);

    /// <summary>Windows dropped because too many waited.</summary>
    internal long Dropped => Volatile.Read(ref _dropped);

    /// <summary>A window that rests; null when none does.</summary>
    internal CallerAudio? TryRent()
    {
        lock (_gate)
        {
            return _resting.TryPop(out CallerAudio? audio) ? audio : null;
        }
    }

    internal void Post(CallerAudio audio)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            if (_waiting.Count == Capacity)
            {
                _dropped++;
                _resting.Push(_waiting.Dequeue());
            }

            audio.PostedAt = time.GetTimestamp();
            _waiting.Enqueue(audio);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Blocks until a window waits, then for a moment more, so that windows of several calls come together. False: stopped.</summary>
    internal bool Wait(TimeSpan gather)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isStopped)
            {
                Monitor.Wait(_gate);
            }

            long since = time.GetTimestamp();
            while (!_isStopped && gather - time.GetElapsedTime(since) is { Ticks: > 0 } rest)
            {
                Monitor.Wait(_gate, rest);
            }

            return !_isStopped;
        }
    }

    /// <summary>The oldest windows of lanes that are open, as many as there is room for.</summary>
    internal int Take(Span<CallerAudio?> into)
    {
        int count = 0;
        lock (_gate)
        {
            while (count < into.Length && _waiting.TryDequeue(out CallerAudio? audio))
            {
                if (audio.Lane.IsClosed)
                {
                    _resting.Push(audio);
                }
                else
                {
                    into[count++] = audio;
                }
            }
        }

        return count;
    }

    internal void Return(CallerAudio audio)
    {
        lock (_gate)
        {
            _resting.Push(audio);
        }
    }

    /// <summary>Lets go of everything; wakes who waits.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _waiting.Clear();
            _resting.Clear();
            Monitor.PulseAll(_gate);
        }
    }
}
