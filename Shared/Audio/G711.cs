using System.Numerics;

namespace Supervision.Shared.Audio;

/// <summary>
/// G.711 (ITU-T G.711, 1988): A-law and µ-law to linear 16-bit PCM and back. Pure and thread-safe; nothing is allocated and spans may
/// be of any length. Decoding is one look-up a sample.
/// </summary>
public static class G711
{
    /// <summary>Samples a second, of one byte each when encoded.</summary>
    public const int SampleRate = 8000;

    /// <summary>µ-law's offset that makes its segments powers of two: 33 in 14-bit PCM, 33 × 4 = 132 in 16-bit.</summary>
    private const int MuLawBias = 132;

    /// <summary>Largest magnitude that does not leave µ-law's last segment: 32767 − 132.</summary>
    private const int MuLawClip = 32635;

    private static readonly short[] ALaw = BuildTable(ALawToLinear);
    private static readonly short[] MuLaw = BuildTable(MuLawToLinear);

    /// <summary>The byte that decodes to the smallest positive value: 0xD5 in A-law (+8), 0xFF in µ-law (0).</summary>
    public static byte Silence(AudioCodec codec) => codec == AudioCodec.Pcma ? (byte)0xD5 : (byte)0xFF;

    /// <summary>One encoded sample as 16-bit linear PCM.</summary>
    public static short Decode(AudioCodec codec, byte encoded) => Table(codec)[encoded];

    /// <summary>Decodes <paramref name="encoded"/> into 16-bit linear PCM.</summary>
    /// <param name="codec">A-law or µ-law.</param>
    /// <param name="encoded">One byte a sample.</param>
    /// <param name="pcm">At least as long as <paramref name="encoded"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="pcm"/> is too short.</exception>
    public static void Decode(AudioCodec codec, ReadOnlySpan<byte> encoded, Span<short> pcm)
    {
        ThrowIfShorter(pcm.Length, encoded.Length, nameof(pcm));
        ReadOnlySpan<short> table = Table(codec);
        for (int i = 0; i < encoded.Length; i++)
        {
            pcm[i] = table[encoded[i]];
        }
    }

    /// <summary>Decodes <paramref name="encoded"/> into samples in [-1, 1), as models take them.</summary>
    /// <inheritdoc cref="Decode(AudioCodec, ReadOnlySpan{byte}, Span{short})"/>
    public static void Decode(AudioCodec codec, ReadOnlySpan<byte> encoded, Span<float> samples)
    {
        ThrowIfShorter(samples.Length, encoded.Length, nameof(samples));
        ReadOnlySpan<short> table = Table(codec);
        for (int i = 0; i < encoded.Length; i++)
        {
            samples[i] = table[encoded[i]] * (1f / 32768f);
        }
    }

    /// <summary>Encodes 16-bit linear PCM.</summary>
    /// <param name="codec">A-law or µ-law.</param>
    /// <param name="pcm">Samples at <see cref="SampleRate"/>.</param>
    /// <param name="encoded">At least as long as <paramref name="pcm"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="encoded"/> is too short.</exception>
    public static void Encode(AudioCodec codec, ReadOnlySpan<short> pcm, Span<byte> encoded)
    {
        ThrowIfShorter(encoded.Length, pcm.Length, nameof(encoded));
        if (codec == AudioCodec.Pcma)
        {
            for (int i = 0; i < pcm.Length; i++)
            {
                encoded[i] = LinearToALaw(pcm[i]);
            }
        }
        else
        {
            for (int i = 0; i < pcm.Length; i++)
            {
                encoded[i] = LinearToMuLaw(pcm[i]);
            }
        }
    }

    /// <summary>All 256 values of <paramref name="codec"/>, for callers with a loop of their own.</summary>
    internal static ReadOnlySpan<short> Table(AudioCodec codec) => codec == AudioCodec.Pcma ? ALaw : MuLaw;

    /// <summary>13-bit magnitude in eight segments; even bits are inverted on the wire (G.711 §3.1, table 1a).</summary>
    private static byte LinearToALaw(short pcm)
    {
        int magnitude = pcm >> 3;
        int mask = 0xD5;
        if (magnitude < 0)
        {
            magnitude = -magnitude - 1;
            mask = 0x55;
        }

        // Segment 0 and 1 share a step of 2: below 32 there is no leading one to count.
        int segment = magnitude < 32 ? 0 : BitOperations.Log2((uint)magnitude) - 4;
        int step = segment == 0 ? 1 : segment;
        return (byte)(((segment << 4) | ((magnitude >> step) & 0x0F)) ^ mask);
    }

    private static short ALawToLinear(int encoded)
    {
        int code = encoded ^ 0x55;
        int segment = (code & 0x70) >> 4;
        int mantissa = (code & 0x0F) << 4;
        int magnitude = segment == 0 ? mantissa + 8 : (mantissa + 0x108) << (segment - 1);
        return (short)((code & 0x80) != 0 ? magnitude : -magnitude);
    }

    /// <summary>14-bit magnitude plus bias in eight segments; all bits are inverted on the wire (G.711 §3.2, table 2a).</summary>
    private static byte LinearToMuLaw(short pcm)
    {
        int sign = pcm < 0 ? 0x80 : 0;
        int magnitude = Math.Min(Math.Abs((int)pcm), MuLawClip) + MuLawBias;

        // The bias guarantees bit 7, so that the leading one is between bits 7 and 14.
        int segment = BitOperations.Log2((uint)magnitude) - 7;
        return (byte)~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0F));
    }

    private static short MuLawToLinear(int encoded)
    {
        int code = ~encoded & 0xFF;
        int magnitude = ((((code & 0x0F) << 3) + MuLawBias) << ((code & 0x70) >> 4)) - MuLawBias;
        return (short)((code & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short[] BuildTable(Func<int, short> toLinear)
    {
        short[] table = new short[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = toLinear(i);
        }

        return table;
    }

    private static void ThrowIfShorter(int length, int wanted, string parameter)
    {
        if (length < wanted)
        {
            throw new ArgumentException($"{length} elements cannot hold {wanted} samples.", parameter);
        }
    }
}
