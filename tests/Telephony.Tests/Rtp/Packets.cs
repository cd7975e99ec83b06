using Supervision.Shared;
using Supervision.Telephony.Rtp;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>RTP packets and audio written by hand.</summary>
internal static class Packets
{
    internal const uint Ssrc = 0x11223344;

    /// <summary>Packet n of a clean stream of 20 ms: sequence and timestamp from n, every sample of value n.</summary>
    internal static byte[] Audio(int n, uint ssrc = Ssrc, byte payloadType = 8, int samples = 160, bool marker = false)
    {
        return Make((ushort)(1000 + n), (uint)(50_000 + (160 * n)), [.. Enumerable.Repeat((byte)n, samples)], ssrc, payloadType, marker);
    }

    internal static byte[] Make(ushort sequence, uint timestamp, byte[] payload, uint ssrc = Ssrc, byte payloadType = 8, bool marker = false)
    {
        byte[] datagram = new byte[RtpPacket.FixedHeaderBytes + payload.Length];
        RtpPacket.WriteHeader(datagram, marker, payloadType, sequence, timestamp, ssrc);
        payload.CopyTo(datagram, RtpPacket.FixedHeaderBytes);
        return datagram;
    }

    internal static byte[] Key(int n, uint timestamp, byte code, ushort duration, bool isEnd = false)
    {
        byte[] payload = new byte[TelephoneEvent.Bytes];
        new TelephoneEvent(code, isEnd, 10, duration).Write(payload);
        return Make((ushort)(1000 + n), timestamp, payload, payloadType: LineRig.EventType);
    }

    /// <summary>Bytes without a pattern: loud, and each place unlike the next.</summary>
    internal static byte[] Noise(int samples, int seed = 7)
    {
        byte[] audio = new byte[samples];
        new Random(seed).NextBytes(audio);
        return audio;
    }

    /// <summary>One second of loud bytes, one second of silence, and so on.</summary>
    internal static byte[] Talk(int seconds, AudioCodec codec = AudioCodec.Pcma)
    {
        byte[] audio = new byte[seconds * 8000];
        for (int i = 0; i < audio.Length; i++)
        {
            audio[i] = i / 8000 % 2 == 0 ? (byte)(0xA0 + (i % 7)) : Shared.Audio.G711.Silence(codec);
        }

        return audio;
    }
}
