using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Supervision.Shared;
using Supervision.Telephony;

namespace Supervision.Server.Listening;

/// <summary>One 20 ms frame on its way to a listener, bytes and all: nothing to rent, nothing to give back.</summary>
internal struct HeardFrame
{
    private Samples _samples;
    private readonly int _length;

    /// <param name="frame">What left the jitter buffer.</param>
    /// <param name="arrivedMs">When, in Unix ms of the server's clock.</param>
    internal HeardFrame(in AudioFrame frame, long arrivedMs)
    {
        Lane = frame.Lane;
        Codec = frame.Codec;
        PositionSamples = frame.PositionSamples;
        ArrivedMs = arrivedMs;
        _length = Math.Min(frame.Payload.Length, AudioFrame.Samples);
        frame.Payload[.._length].CopyTo(_samples);
    }

    internal Lane Lane { get; }

    internal AudioCodec Codec { get; }

    internal long PositionSamples { get; }

    internal long ArrivedMs { get; }

    [UnscopedRef]
    internal ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_samples)[.._length];

    [InlineArray(AudioFrame.Samples)]
    private struct Samples
    {
        private byte _first;
    }
}
