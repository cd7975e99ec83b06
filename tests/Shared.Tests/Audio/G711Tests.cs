using Supervision.Shared.Audio;

namespace Supervision.Shared.Tests.Audio;

/// <summary>G.711 against the values of the recommendation's tables.</summary>
public sealed class G711Tests
{
    [Theory]
    [InlineData(AudioCodec.Pcma, 0xD5, 8)]
    [InlineData(AudioCodec.Pcma, 0x55, -8)]
    [InlineData(AudioCodec.Pcma, 0xAA, 32256)]
    [InlineData(AudioCodec.Pcma, 0x2A, -32256)]
    [InlineData(AudioCodec.Pcma, 0x80, 5504)]
    [InlineData(AudioCodec.Pcmu, 0xFF, 0)]
    [InlineData(AudioCodec.Pcmu, 0x80, 32124)]
    [InlineData(AudioCodec.Pcmu, 0x00, -32124)]
    [InlineData(AudioCodec.Pcmu, 0xFE, 8)]
    public void Decode_KnownByte_IsTheRecommendationsValue(AudioCodec codec, byte encoded, short expected)
    {
        Assert.Equal(expected, G711.Decode(codec, encoded));
    }

    [Theory]
    [InlineData(AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcmu)]
    public void Encode_EveryDecodedByte_IsThatByteAgain(AudioCodec codec)
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        short[] pcm = new short[256];
        byte[] again = new byte[256];
        G711.Decode(codec, all, pcm);
        G711.Encode(codec, pcm, again);
        if (codec == AudioCodec.Pcmu)
        {
            // µ-law has two zeros; the encoder writes the positive one.
            Assert.Equal(0xFF, again[0x7F]);
            again[0x7F] = 0x7F;
        }

        Assert.Equal(all, again);
    }

    [Theory]
    [InlineData(AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcmu)]
    public void Encode_EverySample_PicksTheNearestStep(AudioCodec codec)
    {
        short[] pcm = [.. Enumerable.Range(short.MinValue, 65536).Select(i => (short)i)];
        byte[] encoded = new byte[pcm.Length];
        short[] decoded = new short[pcm.Length];
        G711.Encode(codec, pcm, encoded);
        G711.Decode(codec, encoded, decoded);
        for (int i = 0; i < pcm.Length; i++)
        {
            // Half a step is at most 1/32 of the magnitude with µ-law's bias of 132, and 8 in the linear segments; the ends clip.
            int allowed = Math.Abs((int)pcm[i]) > 32000 ? 1024 : Math.Max(9, (Math.Abs((int)pcm[i]) + 132) / 31);
            Assert.InRange(decoded[i] - pcm[i], -allowed, allowed);
        }
    }

    [Fact]
    public void Decode_ToFloat_IsPcmOverFullScale()
    {
        float[] samples = new float[2];
        G711.Decode(AudioCodec.Pcma, [0xAA, 0x2A], samples);
        Assert.Equal([32256 / 32768f, -32256 / 32768f], samples);
    }

    [Fact]
    public void Decode_TooShortATarget_Refuses()
    {
        Assert.Throws<ArgumentException>(() => G711.Decode(AudioCodec.Pcma, new byte[3], new short[2]));
    }

    [Fact]
    public void Dbfs_SquareSineAndSilence_MeasureAsDefined()
    {
        byte[] square = [.. Enumerable.Range(0, 160).Select(i => (byte)(i % 2 == 0 ? 0xAA : 0x2A))];
        Assert.Equal(20 * Math.Log10(32256 / 32768.0), AudioLevel.Dbfs(AudioCodec.Pcma, square), 3);

        short[] sine = [.. Enumerable.Range(0, 8000).Select(i => (short)(3276.8 * Math.Sin(2 * Math.PI * 1000 * i / 8000)))];
        byte[] encoded = new byte[sine.Length];
        G711.Encode(AudioCodec.Pcmu, sine, encoded);
        Assert.Equal(-23.01, AudioLevel.Dbfs(AudioCodec.Pcmu, encoded), 0.1);
        Assert.Equal(-23.01, AudioLevel.Dbfs(sine), 0.01);

        Assert.Equal(AudioLevel.FloorDbfs, AudioLevel.Dbfs(AudioCodec.Pcmu, [0xFF, 0xFF]));
        Assert.Equal(AudioLevel.FloorDbfs, AudioLevel.Dbfs(AudioCodec.Pcma, []));
    }
}
