using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>G.711 to linear 16-bit samples by table (ITU-T G.711, tables 1 and 2).</summary>
internal static class G711
{
    private static readonly short[] ALaw = Build(DecodeALaw);
    private static readonly short[] MuLaw = Build(DecodeMuLaw);

    /// <summary>One short a byte; <paramref name="pcm"/> is at least as long as <paramref name="bytes"/>.</summary>
    internal static void Decode(AudioCodec codec, ReadOnlySpan<byte> bytes, Span<short> pcm)
    {
        short[] table = codec == AudioCodec.Pcma ? ALaw : MuLaw;
        for (int i = 0; i < bytes.Length; i++)
        {
            pcm[i] = table[bytes[i]];
        }
    }

    private static short[] Build(Func<byte, int> decode)
    {
        short[] table = new short[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (short)decode((byte)i);
        }

        return table;
    }

    private static int DecodeALaw(byte value)
    {
        // Even bits are inverted on the line; then sign, exponent of 3 bits, mantissa of 4; 13 bits scaled to 16.
        int bits = value ^ 0x55;
        int exponent = (bits >> 4) & 7;
        int magnitude = ((bits & 0x0F) << 4) + 8;
        if (exponent > 0)
        {
            magnitude = (magnitude + 0x100) << (exponent - 1);
        }

        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int DecodeMuLaw(byte value)
    {
        // All bits are inverted; the bias of 33 (132 when scaled to 16 bits) makes every segment a shift.
        int bits = ~value & 0xFF;
        int magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }
}
