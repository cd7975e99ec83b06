using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Supervision.Shared;
using Supervision.Shared.Audio;

namespace Supervision.Server.Recordings;

/// <summary>Two seconds of the caller's lane around a moment of the call's clock, as the acoustic model hears them.</summary>
internal static class CallerWindow
{
    /// <summary>2 s × 8 kHz.</summary>
    internal const int Samples = 2 * RecordingReader.SamplesPerSecond;

    private const int HeaderBytes = 44;
    private const int SamplesPerMs = RecordingReader.SamplesPerSecond / 1000;

    /// <summary>A payload that begins before the window may reach into it; SIP packets carry 20 to 60 ms, some gateways 120.</summary>
    private static readonly TimeSpan LongestPayload = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Null when the call is shorter than a window, or when less than half of it was recorded: paused, on hold, nothing came.
    /// </summary>
    internal static async Task<short[]?> ReadAsync(IRecordingStore recordings, CallId id, int atMs, CancellationToken cancellationToken)
    {
        if (recordings.GetInfo(id) is not { } info)
        {
            return null;
        }

        long length = info.Duration.Ticks / RecordingReader.TicksPerSample;
        long start = Math.Clamp(((long)atMs * SamplesPerMs) - (Samples / 2), 0, Math.Max(0, length - Samples));
        if (length < Samples)
        {
            return null;
        }

        short[] pcm = new short[Samples];
        int heard = 0;
        await foreach (RecordedPayload payload in recordings.ReadLaneAsync(
            id, Lane.Caller, At(start) - LongestPayload, At(start + Samples), cancellationToken))
        {
            heard += Copy(payload, start, pcm);
        }

        return heard >= Samples / 2 ? pcm : null;
    }

    /// <summary>RIFF, PCM 16 bits, 8 kHz, mono.</summary>
    internal static byte[] ToWav(ReadOnlySpan<short> pcm)
    {
        byte[] wav = new byte[HeaderBytes + (pcm.Length * sizeof(short))];
        Span<byte> h = wav;
        "RIFF"u8.CopyTo(h);
        BinaryPrimitives.WriteInt32LittleEndian(h[4..], wav.Length - 8);
        "WAVEfmt "u8.CopyTo(h[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(h[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(h[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(h[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(h[24..], RecordingReader.SamplesPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(h[28..], RecordingReader.SamplesPerSecond * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(h[32..], sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(h[34..], 16);
        "data"u8.CopyTo(h[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(h[40..], pcm.Length * sizeof(short));
        MemoryMarshal.AsBytes(pcm).CopyTo(h[HeaderBytes..]);
        return wav;
    }

    /// <summary>Samples of the payload that lie in the window.</summary>
    private static int Copy(RecordedPayload payload, long start, Span<short> pcm)
    {
        long from = Math.Max(start, payload.PositionSamples);
        long to = Math.Min(start + pcm.Length, payload.PositionSamples + payload.Bytes.Length);
        if (from >= to)
        {
            return 0;
        }

        ReadOnlySpan<byte> bytes = payload.Bytes.Span[(int)(from - payload.PositionSamples)..(int)(to - payload.PositionSamples)];
        G711.Decode(payload.Codec, bytes, pcm[(int)(from - start)..]);
        return bytes.Length;
    }

    private static TimeSpan At(long sample) => TimeSpan.FromTicks(sample * RecordingReader.TicksPerSample);
}
