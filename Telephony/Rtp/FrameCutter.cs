using Supervision.Shared;
using Supervision.Shared.Audio;

namespace Supervision.Telephony.Rtp;

/// <summary>Takes the frames of one lane, in order; spans are valid during the call only.</summary>
internal interface IFrameSink
{
    void OnFrame(AudioCodec codec, long position, ReadOnlySpan<byte> frame);
}

/// <summary>
/// Recuts payloads of any length, in playing order, into frames of <see cref="AudioFrame.Samples"/>. Frames never overlap and never go
/// back: audio whose place is taken is left out and counted. A packet of 20 ms passes through without being copied. Used under the
/// session's lock.
/// </summary>
internal sealed class FrameCutter(IFrameSink sink, RtpCounters counters)
{
    private readonly byte[] _pending = new byte[AudioFrame.Samples];
    private int _filled;
    private long _start;
    private AudioCodec _codec;

    /// <summary>Position after the last sample taken: nothing before it is accepted any more.</summary>
    internal long End { get; private set; }

    internal bool HasPartial => _filled > 0;

    /// <summary>Refuses everything before <paramref name="position"/> from now on; what is pending is padded and handed over.</summary>
    internal void RaiseEnd(long position)
    {
        Flush();
        End = Math.Max(End, position);
    }

    internal void Push(long position, AudioCodec codec, ReadOnlySpan<byte> payload)
    {
        if (position < End)
        {
            int taken = (int)Math.Min(End - position, payload.Length);
            counters.OverlappedSamples += taken;
            payload = payload[taken..];
            position = End;
        }

        if (payload.IsEmpty)
        {
            return;
        }

        if (_filled > 0)
        {
            payload = Complete(ref position, codec, payload);
        }

        while (payload.Length >= AudioFrame.Samples)
        {
            Emit(codec, position, payload[..AudioFrame.Samples]);
            position += AudioFrame.Samples;
            payload = payload[AudioFrame.Samples..];
        }

        if (!payload.IsEmpty)
        {
            payload.CopyTo(_pending);
            _filled = payload.Length;
            _start = position;
            _codec = codec;
            End = position + payload.Length;
        }
    }

    /// <summary>Hands over a partial frame, padded with silence.</summary>
    internal void Flush()
    {
        if (_filled > 0)
        {
            _pending.AsSpan(_filled).Fill(G711.Silence(_codec));
            _filled = 0;
            Emit(_codec, _start, _pending);
        }
    }

    /// <summary>Fills the pending frame up; gives back what is left of the payload.</summary>
    private ReadOnlySpan<byte> Complete(scoped ref long position, AudioCodec codec, ReadOnlySpan<byte> payload)
    {
        long gap = position - End;
        if (gap >= AudioFrame.Samples - _filled)
        {
            Flush();
            return payload;
        }

        if (codec != _codec)
        {
            Recode(codec);
        }

        _pending.AsSpan(_filled, (int)gap).Fill(G711.Silence(codec));
        _filled += (int)gap;
        int taken = Math.Min(AudioFrame.Samples - _filled, payload.Length);
        payload[..taken].CopyTo(_pending.AsSpan(_filled));
        _filled += taken;
        position += taken;
        End = position;
        if (_filled == AudioFrame.Samples)
        {
            _filled = 0;
            Emit(codec, _start, _pending);
        }

        return payload[taken..];
    }

    /// <summary>A frame has one encoding: when the sender changes it in the middle of one, the beginning follows.</summary>
    private void Recode(AudioCodec codec)
    {
        Span<short> pcm = stackalloc short[AudioFrame.Samples];
        Span<byte> begun = _pending.AsSpan(0, _filled);
        G711.Decode(_codec, begun, pcm);
        G711.Encode(codec, pcm[.._filled], begun);
        _codec = codec;
    }

    private void Emit(AudioCodec codec, long position, ReadOnlySpan<byte> frame)
    {
        End = position + AudioFrame.Samples;
        counters.Frames++;
        sink.OnFrame(codec, position, frame);
    }
}
