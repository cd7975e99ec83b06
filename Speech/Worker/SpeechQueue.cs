namespace Supervision.Speech.Worker;

/// <summary>
/// The speech of one lane that waits for a decoder: samples with marks between them. One writer (the VAD's thread), one reader at a time
/// (the decoder that holds the lane); guarded by its own lock.
/// </summary>
/// <remarks>
/// Bound and drop policy: when the oldest waiting sample trails the newest audio by more than the bound, the lane skips ahead to half the
/// bound, the oldest speech is dropped and told as one gap. Half, so that a lane that stays behind gives few long gaps and not many short
/// ones. A batch lane has no bound: its sender waits instead.
/// </remarks>
internal sealed partial class SpeechQueue(int maxLagSamples, bool isBatch)
{
    private readonly Lock _gate = new();
    private readonly Queue<Mark> _marks = new();
    private short[] _ring = new short[4096];
    private long _head;
    private long _tail;

    /// <summary>End of the lane's audio in heard time: the call's clock without the jumps over holds, in which nobody waits for words.</summary>
    private long _newest;
    private long _jumped;

    /// <summary>An utterance is open at <see cref="_head"/>, whose first waiting sample stands at <see cref="_headPosition"/>.</summary>
    private bool _headOpen;
    private long _headPosition;

    /// <summary>Jumps before the head: its call position less this is its heard time.</summary>
    private long _headJumped;

    /// <summary>An utterance is open in what the decoder was told.</summary>
    private bool _readerOpen;
    private bool _isCompleted;
    private (long From, long To)? _gap;

    /// <summary>Call time skipped, in samples.</summary>
    internal long SkippedSamples { get; private set; }

    internal void Begin(long position) => AddMark(new Mark(QueueItemKind.Begin, position));

    internal void End(long position) => AddMark(new Mark(QueueItemKind.End, position));

    /// <summary>Audio that was lost before it came here.</summary>
    internal void Gap(long from, long to) => AddMark(new Mark(QueueItemKind.Gap, from, to));

    internal void Complete() => AddMark(new Mark(QueueItemKind.Complete, 0));

    /// <summary>Adds samples to the utterance that was begun.</summary>
    internal void Append(ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            EnsureRoom(samples.Length);
            for (int i = 0; i < samples.Length; i++)
            {
                _ring[(_tail + i) & (_ring.Length - 1)] = samples[i];
            }

            _tail += samples.Length;
        }
    }

    /// <summary>The call's clock jumped over a hold of so many samples: no lag comes of it.</summary>
    internal void Jump(long samples)
    {
        lock (_gate)
        {
            _jumped += samples;
        }
    }

    /// <summary>Tells how far the lane's audio has come, speech or not, and skips ahead when the bound is passed.</summary>
    internal void Advance(long newestPosition)
    {
        lock (_gate)
        {
            _newest = newestPosition - _jumped;
            if (!isBatch && OldestHeard() is { } oldest && _newest - oldest > maxLagSamples)
            {
                SkipTo(_newest - (maxLagSamples / 2));
            }
        }
    }

    /// <summary>True when a decoder has something to do: a mark, or at least <paramref name="minSamples"/>.</summary>
    internal bool HasWork(int minSamples)
    {
        lock (_gate)
        {
            return _gap is not null
                || (_headOpen && !_readerOpen)
                || _marks.Count > 0
                || _tail - _head >= minSamples;
        }
    }

    /// <summary>How far the oldest waiting sample trails the newest audio, in samples; 0 when nothing waits.</summary>
    internal long LagSamples()
    {
        lock (_gate)
        {
            return OldestHeard() is { } oldest ? Math.Max(0, _newest - oldest) : 0;
        }
    }

    /// <summary>Call position of the oldest thing that waits, a gap not yet told included; null when nothing does.</summary>
    internal long? Oldest()
    {
        lock (_gate)
        {
            return _gap?.From ?? OldestPosition();
        }
    }

    /// <summary>The next step. Audio is copied to <paramref name="buffer"/>, as much as fits before the next mark.</summary>
    internal QueueItem Take(Span<short> buffer)
    {
        lock (_gate)
        {
            if (_gap is { } gap)
            {
                return TakeGap(gap);
            }

            if (_headOpen && !_readerOpen)
            {
                _readerOpen = true;
                return new QueueItem(QueueItemKind.Begin, _headPosition);
            }

            long end = _marks.TryPeek(out Mark mark) ? mark.Index : _tail;
            return end > _head ? TakeAudio(buffer, end) : _marks.Count > 0 ? TakeMark() : default;
        }
    }

    private QueueItem TakeGap((long From, long To) gap)
    {
        if (_readerOpen)
        {
            _readerOpen = false;
            return new QueueItem(QueueItemKind.End, gap.From);
        }

        _gap = null;
        return new QueueItem(QueueItemKind.Gap, gap.From, gap.To);
    }

    private QueueItem TakeAudio(Span<short> buffer, long end)
    {
        int count = (int)Math.Min(buffer.Length, end - _head);
        for (int i = 0; i < count; i++)
        {
            buffer[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        long from = _headPosition;
        _head += count;
        _headPosition += count;
        return new QueueItem(QueueItemKind.Audio, from, _headPosition, count);
    }

    private QueueItem TakeMark()
    {
        Mark mark = _marks.Dequeue();
        switch (mark.Kind)
        {
            case QueueItemKind.Begin:
                _headOpen = _readerOpen = true;
                _headPosition = mark.From;
                _headJumped = mark.Jumped;
                break;
            case QueueItemKind.End:
                _headOpen = _readerOpen = false;
                break;
        }

        return new QueueItem(mark.Kind, mark.From, mark.To);
    }

    private void AddMark(Mark mark)
    {
        lock (_gate)
        {
            // After the last word nothing is queued, whatever comes late.
            if (!_isCompleted)
            {
                _isCompleted = mark.Kind == QueueItemKind.Complete;
                _marks.Enqueue(mark with { Index = _tail, Jumped = _jumped });
            }
        }
    }

    private void EnsureRoom(int samples)
    {
        int wanted = (int)(_tail - _head) + samples;
        if (wanted <= _ring.Length)
        {
            return;
        }

        // A power of two, so that a place is an and; bounded by Advance, or by what a batch lane's sender may have on the way.
        short[] larger = new short[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)wanted)];
        for (long i = _head; i < _tail; i++)
        {
            larger[i & (larger.Length - 1)] = _ring[i & (_ring.Length - 1)];
        }

        _ring = larger;
    }

    /// <summary>A change of state that stands before the sample <see cref="Index"/>.</summary>
    private readonly record struct Mark(QueueItemKind Kind, long From, long To = 0)
    {
        internal long Index { get; init; }

        /// <summary>Jumps before it.</summary>
        internal long Jumped { get; init; }
    }
}
