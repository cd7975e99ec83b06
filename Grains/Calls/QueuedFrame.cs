using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Supervision.Shared;

namespace Supervision.Grains.Calls;

/// <summary>One frame on its way through the mailbox, bytes and all: nothing to rent, nothing to give back.</summary>
internal struct QueuedFrame
{
    /// <summary>8 kHz × 20 ms.</summary>
    internal const int Capacity = 160;

    private Samples _samples;
    private int _length;

    /// <param name="codec">Encoding of <paramref name="g711"/>.</param>
    /// <param name="positionSamples">Of the first sample, on the call's clock.</param>
    /// <param name="g711">At most <see cref="Capacity"/> bytes.</param>
    internal QueuedFrame(AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711)
    {
        Codec = codec;
        PositionSamples = positionSamples;
        _length = g711.Length;
        g711.CopyTo(_samples);
    }

    internal AudioCodec Codec { get; }

    internal long PositionSamples { get; }

    [UnscopedRef]
    internal ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_samples)[.._length];

    [InlineArray(Capacity)]
    private struct Samples
    {
        private byte _first;
    }
}
