namespace Supervision.Speech.Worker;

/// <summary>The drop policy: see the remarks of the type.</summary>
internal sealed partial class SpeechQueue
{
    /// <summary>Call position of the oldest thing that waits; null when nothing does. Under the lock.</summary>
    private long? OldestPosition()
    {
        if (_headOpen)
        {
            return _tail > _head || _marks.Count > 0 ? _headPosition : null;
        }

        return _marks.TryPeek(out Mark mark) && mark.Kind == QueueItemKind.Begin ? mark.From : null;
    }

    /// <summary>As <see cref="OldestPosition"/>, in heard time. Under the lock.</summary>
    private long? OldestHeard()
    {
        return OldestPosition() is { } position ? position - (_headOpen ? _headJumped : _marks.Peek().Jumped) : null;
    }

    /// <summary>Drops everything before <paramref name="target"/> in heard time and remembers it as one gap. Under the lock.</summary>
    private void SkipTo(long target)
    {
        long from = OldestPosition() ?? target;
        long to = from;
        bool passed = false;
        while (!passed)
        {
            passed = _headOpen ? SkipInUtterance(target, ref to) : SkipBetween(target, ref to);
        }

        if (to > from)
        {
            _gap = _gap is { } earlier ? (earlier.From, to) : (from, to);
            SkippedSamples += to - from;
        }
    }

    /// <summary>True when the target is reached inside the utterance at the head, or nothing is left.</summary>
    private bool SkipInUtterance(long target, ref long to)
    {
        bool hasMark = _marks.TryPeek(out Mark mark);
        long available = (hasMark ? mark.Index : _tail) - _head;
        long drop = Math.Min(available, Math.Max(0, target + _headJumped - _headPosition));
        _head += drop;
        _headPosition += drop;
        to = Math.Max(to, _headPosition);
        if (drop < available || !hasMark || mark.Kind == QueueItemKind.Complete)
        {
            return true;
        }

        _marks.Dequeue();
        if (mark.Kind == QueueItemKind.End)
        {
            _headOpen = false;
        }

        return false;
    }

    /// <summary>True when what comes next is late enough to be kept.</summary>
    private bool SkipBetween(long target, ref long to)
    {
        if (!_marks.TryPeek(out Mark mark) || mark.Kind == QueueItemKind.Complete)
        {
            return true;
        }

        if (mark.Kind == QueueItemKind.Begin)
        {
            if (mark.From - mark.Jumped >= target)
            {
                return true;
            }

            _headOpen = true;
            _headPosition = mark.From;
            _headJumped = mark.Jumped;
        }
        else if (mark.Kind == QueueItemKind.Gap)
        {
            to = Math.Max(to, mark.To);
        }

        _marks.Dequeue();
        return false;
    }
}
