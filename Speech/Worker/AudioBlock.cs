using Supervision.Shared;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Worker;

/// <summary>One audio frame of the wire, on its way from the reader to the VAD. Lent by <see cref="AudioBlockPool"/>.</summary>
internal sealed class AudioBlock
{
    internal byte[] Bytes { get; } = new byte[WireFormat.MaxAudioBytes];

    internal int Length { get; set; }

    internal AudioCodec Codec { get; set; }

    /// <summary>Of the first sample, on the call's clock.</summary>
    internal long Position { get; set; }
}

/// <summary>Blocks that rest. Thread-safe; keeps at most <see cref="MaxKept"/>.</summary>
internal sealed class AudioBlockPool
{
    /// <summary>500 × 1.6 kB = 0.8 MB.</summary>
    private const int MaxKept = 500;

    private readonly Stack<AudioBlock> _blocks = new(MaxKept);

    internal AudioBlock Rent()
    {
        lock (_blocks)
        {
            return _blocks.TryPop(out AudioBlock? block) ? block : new AudioBlock();
        }
    }

    internal void Return(AudioBlock block)
    {
        lock (_blocks)
        {
            if (_blocks.Count < MaxKept)
            {
                _blocks.Push(block);
            }
        }
    }
}
