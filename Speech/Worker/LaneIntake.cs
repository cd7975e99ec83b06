using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Speech.Vad;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Worker;

/// <summary>
/// A lane's way in: blocks from the wire become 32 ms windows in the order of the call's clock. <see cref="Add"/> and
/// <see cref="Complete"/> come from the reader, everything else from the VAD's thread.
/// </summary>
internal sealed class LaneIntake(SpeechQueue queue, AudioBlockPool pool, CallerAudio.Source? caller = null)
{
    /// <summary>
    /// 256 blocks of at most 200 ms; beyond it the oldest block is dropped and told as a gap. Only a stopped VAD thread fills it.
    /// </summary>
    private const int MaxBlocks = 256;

    /// <summary>A hole of up to 200 ms (lost packets) is filled with silence, so that a word goes on; a longer one ends the utterance.</summary>
    private const int MaxFillSamples = 1600;

    private readonly Queue<AudioBlock> _blocks = new();
    private readonly short[] _window = new short[SileroVad.WindowSamples];
    private readonly SpeechGate _gate = new(queue);
    private int _filled;
    private long _position = -1;
    private long _droppedSamples;
    private int _blockOffset;
    private bool _completeAsked;
    private bool _completed;

    internal VadLaneState State { get; } = new();

    /// <summary>The window that <see cref="TryFill"/> filled.</summary>
    internal ReadOnlySpan<short> Window => _window;

    /// <summary>Call position of the end of what was taken in; -1 before the first block.</summary>
    internal long Position => Volatile.Read(ref _position);

    internal bool IsSpeaking => _gate.IsOpen;

    /// <summary>See <see cref="SpeechGate.SafePosition"/>.</summary>
    internal long SafePosition { get; private set; }

    /// <summary>When audio last came, as a time stamp of the worker's clock.</summary>
    internal long LastTimestamp { get; private set; }

    /// <summary>True when this was the first waiting block: the VAD must be woken.</summary>
    internal void Add(AudioBlock block, long timestamp)
    {
        lock (_blocks)
        {
            LastTimestamp = timestamp;
            if (_blocks.Count >= MaxBlocks)
            {
                AudioBlock dropped = _blocks.Dequeue();
                _droppedSamples += dropped.Length;
                _blockOffset = 0;
                pool.Return(dropped);
            }

            _blocks.Enqueue(block);
        }
    }

    internal void Complete()
    {
        lock (_blocks)
        {
            _completeAsked = true;
        }
    }

    /// <summary>Fills the next window. False: not enough audio yet, or complete.</summary>
    internal bool TryFill()
    {
        while (_filled < SileroVad.WindowSamples)
        {
            if (!TakeSome())
            {
                return _completeAsked && !_completed && FinishLane();
            }
        }

        return true;
    }

    /// <summary>Judges the filled window and empties it.</summary>
    internal void Judge(float probability)
    {
        if (_filled == 0)
        {
            return;
        }

        long start = _position - _filled;
        _window.AsSpan(_filled).Clear();
        _gate.Judge(probability, start, _window);
        caller?.Hear(start, _window, probability);
        SafePosition = _gate.SafePosition;
        _filled = 0;
        queue.Advance(_position);
        if (_completed)
        {
            Close();
            queue.Complete();
        }
    }

    /// <summary>Ends an utterance whose audio stopped coming: hold, lost media.</summary>
    internal void Close()
    {
        if (_position < 0)
        {
            return;
        }

        // What did not fill a window is at most 31 ms of a pause.
        _filled = 0;
        _gate.Close(_position);
        SafePosition = _position;
        State.Reset();
    }

    /// <summary>Complete was asked and all blocks are taken: judges the rest, if any. True when a window is to be judged.</summary>
    private bool FinishLane()
    {
        lock (_blocks)
        {
            if (_blocks.Count > 0)
            {
                return false;
            }
        }

        _completed = true;
        if (_filled > 0)
        {
            _window.AsSpan(_filled).Clear();
            return true;
        }

        Close();
        queue.Complete();
        return false;
    }

    /// <summary>Moves samples of the oldest block into the window. False: no block waits.</summary>
    private bool TakeSome()
    {
        lock (_blocks)
        {
            if (!_blocks.TryPeek(out AudioBlock? block))
            {
                return false;
            }

            long position = block.Position + _blockOffset;
            if (position != _position && !Place(block, ref position))
            {
                return true;
            }

            int count = Math.Min(block.Length - _blockOffset, SileroVad.WindowSamples - _filled);
            G711.Decode(block.Codec, block.Bytes.AsSpan(_blockOffset, count), _window.AsSpan(_filled, count));
            _filled += count;
            _blockOffset += count;
            Volatile.Write(ref _position, position + count);
            if (_blockOffset >= block.Length)
            {
                Drop();
            }

            return true;
        }
    }

    /// <summary>Brings block and clock together. False: the block was dropped, or silence was put in its place first.</summary>
    private bool Place(AudioBlock block, ref long position)
    {
        if (_position >= 0 && position < _position)
        {
            long overlap = _position - position;
            if (overlap >= block.Length - _blockOffset)
            {
                Drop();
                return false;
            }

            _blockOffset += (int)overlap;
            position = _position;
            return true;
        }

        long hole = position - _position;
        if (_position >= 0 && hole <= MaxFillSamples && _droppedSamples == 0)
        {
            int silence = (int)Math.Min(hole, SileroVad.WindowSamples - _filled);
            _window.AsSpan(_filled, silence).Clear();
            _filled += silence;
            Volatile.Write(ref _position, _position + silence);
            return silence == hole && _filled < SileroVad.WindowSamples;
        }

        Close();
        if (_droppedSamples > 0 && _position >= 0)
        {
            queue.Gap(_position, position);
        }

        if (_position >= 0)
        {
            queue.Jump(hole);
        }

        _droppedSamples = 0;
        Volatile.Write(ref _position, position);
        return true;
    }

    private void Drop()
    {
        pool.Return(_blocks.Dequeue());
        _blockOffset = 0;
    }

    /// <summary>Gives waiting blocks back: the lane is closed.</summary>
    internal void Release()
    {
        lock (_blocks)
        {
            while (_blocks.Count > 0)
            {
                Drop();
            }
        }
    }
}
