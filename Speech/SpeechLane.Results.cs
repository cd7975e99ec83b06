using Supervision.Shared.Calls;
using Supervision.Speech.Hosting;

namespace Supervision.Speech;

/// <summary>What workers say of the lane; called on a link's receiving thread.</summary>
public sealed partial class SpeechLane
{
    /// <summary>A lag that moved by less is not told.</summary>
    private const int LagStepMs = 100;

    internal void OnPartial(WorkerLink link, int startMs, string text)
    {
        lock (_gate)
        {
            if (_link != link || _isClosed)
            {
                return;
            }

            _hasPartial = text.Length > 0;
            _isSpeaking = true;
        }

        Tell(() => _results.OnPartial(new PartialUtterance(Lane, startMs, text)));
    }

    internal void OnFinal(WorkerLink link, int startMs, int endMs, string text, IReadOnlyList<Word> words)
    {
        lock (_gate)
        {
            if (_link != link || _isClosed)
            {
                return;
            }

            // The words' end, and not the utterance's: what follows the last word may be lost, it was silence.
            _safe = Math.Max(_safe, endMs * 8L);
            _hasPartial = false;
        }

        var utterance = new Utterance
        {
            Lane = Lane,
            Kind = UtteranceKind.Speech,
            StartMs = startMs,
            EndMs = endMs,
            Text = text,
            Words = words,
            Model = _model,
        };
        Tell(() => _results.OnFinal(utterance));
    }

    internal void OnGap(WorkerLink link, long from, long to)
    {
        lock (_gate)
        {
            if (_link != link || _isClosed)
            {
                return;
            }

            _safe = Math.Max(_safe, to);
        }

        _host.CountSkipped(to - from);
        TellGap((from, to), isCounted: true);
    }

    internal void OnProgress(WorkerLink link, long safe, long decoded, int lagMs, bool isSpeaking)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            if (_link != link || _isClosed)
            {
                return;
            }

            _safe = Math.Max(_safe, safe);
            _decoded = Math.Max(_decoded, decoded);
            _isSpeaking = isSpeaking;
            _ring.Release(IsBatch ? _decoded : _safe);
            if (IsBatch)
            {
                room = _room;
                _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        room?.TrySetResult();
        TellLag(lagMs);
    }

    internal void OnDone(WorkerLink link)
    {
        if (Link == link)
        {
            Finish();
        }
    }

    /// <summary>While no worker has the lane, its lag is what waits.</summary>
    internal void TellBacklog()
    {
        int lagMs;
        lock (_gate)
        {
            if (_link is not null || _isClosed)
            {
                return;
            }

            lagMs = _ring.Unsent / 8;
        }

        TellLag(lagMs);
    }

    private void Finish()
    {
        WorkerLink? link;
        lock (_gate)
        {
            link = _link;
            _link = null;
        }

        link?.Remove(this);
        _host.Forget(this);
        _done.TrySetResult();
        Volatile.Read(ref _room).TrySetResult();
    }

    private void TellLag(int lagMs)
    {
        if (Math.Abs(lagMs - _lagMs) >= LagStepMs || (lagMs == 0 && _lagMs != 0))
        {
            Volatile.Write(ref _lagMs, lagMs);
            Tell(() => _results.OnLag(Lane, lagMs));
        }
    }

    private void TellGap((long From, long To)? gap, bool isCounted = false)
    {
        if (gap is not { } lost || lost.To <= lost.From)
        {
            return;
        }

        if (!isCounted)
        {
            _host.CountLost(lost.To - lost.From);
        }

        var utterance = new Utterance
        {
            Lane = Lane,
            Kind = UtteranceKind.Gap,
            StartMs = (int)(lost.From / 8),
            EndMs = (int)(lost.To / 8),
            Text = "",
        };
        Tell(() => _results.OnFinal(utterance));
    }

    /// <summary>Never after <see cref="DisposeAsync"/>. One listener that fails never stops the others, nor the worker's thread.</summary>
    private void Tell(Action tell)
    {
        lock (_telling)
        {
            if (_isSilent)
            {
                return;
            }

            try
            {
                tell();
            }
            catch (Exception e)
            {
                _host.OnListenerFailed(CallId, e);
            }
        }
    }
}
