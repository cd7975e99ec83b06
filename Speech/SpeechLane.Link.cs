using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech.Hosting;
using Supervision.Speech.Wire;

namespace Supervision.Speech;

/// <summary>The side that faces the workers.</summary>
public sealed partial class SpeechLane
{
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gives the lane to a worker. False: it is closed or has one.</summary>
    internal bool Attach(WorkerLink link)
    {
        (long From, long To)? gap = null;
        lock (_gate)
        {
            if (_isClosed || _done.Task.IsCompleted || _link is not null || !link.TryAdd(this))
            {
                return false;
            }

            Take(link);
            gap = TakeGap();
        }

        TellGap(gap);
        link.Notify(this);
        return true;
    }

    /// <summary>
    /// The worker died. What it had not settled is lost when someone was speaking, since the same words might kill the next worker too; a
    /// silent lane is heard again.
    /// </summary>
    internal void OnLinkLost(WorkerLink link)
    {
        bool hadPartial;
        lock (_gate)
        {
            if (_link != link)
            {
                return;
            }

            _link = null;
            hadPartial = _hasPartial;
            _hasPartial = false;
            long sent = _ring.SentPosition;
            if (_isSpeaking || sent - _safe > ReplayLimitSamples)
            {
                Lose((_safe, sent));
                _safe = Math.Max(_safe, sent);
            }
            else
            {
                _ring.Rewind(_safe);
            }
        }

        if (hadPartial)
        {
            Tell(() => _results.OnPartial(new PartialUtterance(Lane, 0, "")));
        }
    }

    /// <summary>Writes everything that the worker must know, in order. Called by the link's sender. False: the lane is not its any more.</summary>
    internal bool Write(WorkerLink link, FrameWriter writer, int maxBytes)
    {
        lock (_gate)
        {
            if (_link != link)
            {
                return false;
            }

            if (_isClosed)
            {
                WriteEmpty(writer, FrameType.Close);
                _link = null;
                return false;
            }

            WriteState(writer);
            while (_ring.Unsent > 0 && writer.Length < maxBytes)
            {
                ReadOnlySpan<byte> audio = _ring.TakeUnsent(WireFormat.MaxAudioBytes, out AudioCodec codec, out long position);
                writer.Begin(FrameType.Audio, Id);
                writer.Int64(position);
                writer.Byte((byte)codec);
                writer.Bytes(audio);
                writer.End();
            }

            if (_isCompleting && !_completeSent && _ring.Unsent == 0)
            {
                _completeSent = true;
                WriteEmpty(writer, FrameType.Complete);
            }

            return true;
        }
    }

    /// <summary>More to write than fitted.</summary>
    internal bool HasUnsent()
    {
        lock (_gate)
        {
            return _ring.Unsent > 0 || (_isCompleting && !_completeSent);
        }
    }

    /// <summary>
    /// Moves the lane from a living worker to another that hears it again from where all is settled: no word is lost or told twice. Called on
    /// the first one's receiving thread, so that nothing of it is told afterwards.
    /// </summary>
    internal void Move(WorkerLink from, WorkerLink to, bool evenSpeaking)
    {
        bool hadPartial;
        lock (_gate)
        {
            if (_link != from || _isClosed || _completeSent || (_isSpeaking && !evenSpeaking) || !to.TryAdd(this))
            {
                return;
            }

            from.Forget(this);
            _ring.Rewind(_safe);
            hadPartial = _hasPartial;
            _hasPartial = false;
            Take(to);
        }

        if (hadPartial)
        {
            Tell(() => _results.OnPartial(new PartialUtterance(Lane, 0, "")));
        }

        to.Notify(this);
    }

    /// <summary>No worker will come in time: what waits is told as a gap, and a completing lane ends.</summary>
    internal void GiveUp(TimeSpan patience)
    {
        (long From, long To)? gap;
        lock (_gate)
        {
            if (!_isCompleting || _link is not null || _host.Time.GetElapsedTime(_completingSince) < patience)
            {
                return;
            }

            if (_ring.Unsent > 0)
            {
                Lose((_ring.SentPosition, _ring.EndPosition));
            }

            gap = TakeGap();
        }

        TellGap(gap);
        Finish();
    }

    /// <summary>
    /// More speech than processor at the end of a call: what its worker has not told in time is told as a gap, and the worker forgets the
    /// lane. A recording's lane waits as long as it takes.
    /// </summary>
    internal void GiveUpWaiting(TimeSpan patience)
    {
        (long From, long To) late;
        lock (_gate)
        {
            if (!_isCompleting || _isClosed || IsBatch || _link is null || _host.Time.GetElapsedTime(_completingSince) < patience)
            {
                return;
            }

            _isClosed = true;
            late = (Math.Max(0, _safe), _ring.EndPosition);
        }

        if (late.To > late.From)
        {
            _host.CountSkipped(late.To - late.From);
            TellGap(late, isCounted: true);
        }

        Leave();
    }

    /// <summary>Under the lock.</summary>
    private void Take(WorkerLink link)
    {
        _link = link;
        _model = link.ModelName;
        _mustOpen = true;
        _completeSent = false;
        _isSpeaking = false;
        WantsMove = false;
    }

    private (long From, long To)? TakeGap()
    {
        (long From, long To)? gap = _lostFrom is { } from ? (from, _lostTo) : null;
        _lostFrom = null;
        return gap;
    }

    private void WriteState(FrameWriter writer)
    {
        if (_mustOpen)
        {
            writer.Begin(FrameType.OpenLane, Id);
            writer.Byte((byte)Priority);
            writer.Byte(IsBatch ? (byte)1 : (byte)0);
            writer.Byte((byte)Lane);
            writer.End();
        }
        else if (_mustTellPriority)
        {
            writer.Begin(FrameType.SetPriority, Id);
            writer.Byte((byte)Priority);
            writer.End();
        }

        _mustOpen = _mustTellPriority = false;
    }

    private void WriteEmpty(FrameWriter writer, FrameType type)
    {
        writer.Begin(type, Id);
        writer.End();
    }
}
