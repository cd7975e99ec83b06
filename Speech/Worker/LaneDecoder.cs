using Supervision.Shared.Calls;
using Supervision.Speech.Vosk;

namespace Supervision.Speech.Worker;

/// <summary>Turns a lane's queue into words. Used by one decoder thread at a time: the one that holds the lane.</summary>
internal sealed class LaneDecoder(WorkerLane lane, WorkerContext context)
{
    /// <summary>One step of a model that counts three frames of 10 ms as one: a short word may be given no length at all.</summary>
    private const int MinWordMs = 30;

    private readonly List<Word> _words = [];
    private readonly PartialRate _rate = new(context.Time);
    private VoskRecogniser? _recogniser;
    private CallClock _clock;
    private long _finalisedTo;
    private long _position;
    private long _waitsFrom = -1;
    private string _partial = "";

    /// <summary>An utterance was begun and is not yet told.</summary>
    internal bool IsInUtterance { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Call position before which every word of the open utterance is told.</summary>
    internal long FinalisedTo => Volatile.Read(ref _finalisedTo);

    /// <summary>
    /// Decodes up to one buffer of audio and the marks around it. <see cref="TurnResult.NoRecogniser"/>: to be called again once one is
    /// given back.
    /// </summary>
    internal TurnResult Turn(Span<short> buffer)
    {
        if (_waitsFrom >= 0 && !TryStart(_waitsFrom))
        {
            return TurnResult.NoRecogniser;
        }

        for (int heard = 0; heard < buffer.Length && !lane.IsClosed;)
        {
            QueueItem item = lane.Queue.Take(buffer[heard..]);
            switch (item.Kind)
            {
                case QueueItemKind.None:
                    return TurnResult.Idle;
                case QueueItemKind.Begin when !TryStart(item.From):
                    return TurnResult.NoRecogniser;
                case QueueItemKind.Audio:
                    Hear(buffer.Slice(heard, item.Samples), item.To);
                    heard += item.Samples;
                    if (_recogniser is null)
                    {
                        // It was exchanged or failed and no other is to be had: what follows waits in the queue.
                        return TurnResult.NoRecogniser;
                    }

                    break;
                case QueueItemKind.End:
                    Finish(item.From);
                    break;
                case QueueItemKind.Gap:
                    context.Outbox.Gap(lane.Id, item.From, item.To);
                    break;
                case QueueItemKind.Complete:
                    context.Outbox.Done(lane.Id);
                    return TurnResult.Completed;
            }
        }

        return TurnResult.More;
    }

    /// <summary>Gives the recogniser back without a word: the lane was closed.</summary>
    internal void Abandon()
    {
        if (_recogniser is { } recogniser)
        {
            _recogniser = null;
            recogniser.Finish();
            context.Pool.Return(recogniser);
        }

        _waitsFrom = -1;
        IsInUtterance = false;
    }

    /// <summary>False when none is to be had: <see cref="Turn"/> tries again from <paramref name="position"/>.</summary>
    private bool TryStart(long position)
    {
        _waitsFrom = position;
        Volatile.Write(ref _finalisedTo, position);
        IsInUtterance = true;
        _recogniser = context.Pool.TryLend();
        if (_recogniser is null)
        {
            return false;
        }

        _waitsFrom = -1;
        _position = position;
        _clock = new CallClock(_recogniser.HeardSamples, position);
        return true;
    }

    private void Hear(ReadOnlySpan<short> samples, long to)
    {
        context.CountDecoded(samples.Length);
        bool isEnd;
        try
        {
            isEnd = _recogniser!.Accept(samples);
        }
        catch (VoskException)
        {
            Fail(to);
            return;
        }

        _position = to;
        if (isEnd)
        {
            Tell(_recogniser.Result());
            RenewIfGrown(to);
        }
        else if (!lane.IsBatch)
        {
            TellPartial();
        }
    }

    private void Finish(long position)
    {
        if (_recogniser is { } recogniser)
        {
            Tell(recogniser.Finish());
            _recogniser = null;
            context.Pool.Return(recogniser);
        }

        _waitsFrom = -1;
        Volatile.Write(ref _finalisedTo, position);
        IsInUtterance = false;
    }

    /// <summary>libvosk failed without ending the process: what it had heard is lost, the lane goes on with another recogniser.</summary>
    private void Fail(long to)
    {
        context.Pool.Discard(_recogniser!);
        _recogniser = null;
        ClearPartial();
        context.Outbox.Gap(lane.Id, FinalisedTo, to);
        TryStart(to);
    }

    /// <summary>Between two utterances of one stretch of speech a grown recogniser is exchanged, so that music on hold cannot feed one for ever.</summary>
    private void RenewIfGrown(long position)
    {
        if (_recogniser is not { } recogniser || !context.Pool.IsGrown(recogniser))
        {
            return;
        }

        recogniser.Finish();
        _recogniser = null;
        context.Pool.Return(recogniser);
        TryStart(position);
    }

    private void TellPartial()
    {
        if (!_rate.Allows())
        {
            return;
        }

        string text = _recogniser!.Partial();
        if (text.Length > 0 && text != _partial)
        {
            _partial = text;
            _rate.Count();
            context.Outbox.Partial(lane.Id, CallClock.ToMs(FinalisedTo), text);
        }
    }

    private void Tell(VoskResult result)
    {
        if (result.Text.Length == 0)
        {
            ClearPartial();
        }
        else
        {
            _words.Clear();
            foreach (VoskWord word in result.Words)
            {
                int from = _clock.WordMs(word.Start);
                _words.Add(new Word(word.Text, from, Math.Max(from + MinWordMs, _clock.WordMs(word.End)), word.Confidence));
            }

            int start = _words.Count > 0 ? _words[0].StartMs : CallClock.ToMs(FinalisedTo);
            int end = _words.Count > 0 ? _words[^1].EndMs : CallClock.ToMs(_position);
            context.Outbox.Final(lane.Id, start, end, result.Text, _words);
            _partial = "";
        }

        Volatile.Write(ref _finalisedTo, _position);
    }

    private void ClearPartial()
    {
        if (_partial.Length > 0)
        {
            _partial = "";
            context.Outbox.Partial(lane.Id, CallClock.ToMs(FinalisedTo), "");
        }
    }
}
