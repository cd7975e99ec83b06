namespace Supervision.Shared.Audio;

/// <summary>How loud a piece of audio is, in dB relative to full scale. Pure and thread-safe; nothing is allocated.</summary>
public static class AudioLevel
{
    /// <summary>What silence and an empty span measure: 6.02 dB × 16 bits, below the least 16 bits can hold.</summary>
    public const float FloorDbfs = -96f;

    /// <summary>20 log10(32768) = 90.309 dB between one step of 16-bit PCM and full scale.</summary>
    private const double FullScaleDb = 90.308998699194;

    /// <summary>
    /// Root mean square of <paramref name="encoded"/> in dBFS: 0 is a full-scale square wave, −3.01 a full-scale sine, speech on the
    /// telephone −30 to −15; between <see cref="FloorDbfs"/> and 0.
    /// </summary>
    /// <param name="codec">A-law or µ-law.</param>
    /// <param name="encoded">One byte a sample.</param>
    public static float Dbfs(AudioCodec codec, ReadOnlySpan<byte> encoded)
    {
        ReadOnlySpan<short> table = G711.Table(codec);

        // 32768² = 2^30: 2^33 samples fit into a long, more than a span can hold.
        long sum = 0;
        foreach (byte sample in encoded)
        {
            int linear = table[sample];
            sum += linear * linear;
        }

        return ToDbfs(sum, encoded.Length);
    }

    /// <summary>Root mean square of 16-bit linear PCM in dBFS, on the same scale.</summary>
    public static float Dbfs(ReadOnlySpan<short> pcm)
    {
        long sum = 0;
        foreach (short sample in pcm)
        {
            sum += sample * sample;
        }

        return ToDbfs(sum, pcm.Length);
    }

    private static float ToDbfs(long sumOfSquares, int samples)
    {
        return sumOfSquares == 0
            ? FloorDbfs
            : Math.Max(FloorDbfs, (float)((10 * Math.Log10((double)sumOfSquares / samples)) - FullScaleDb));
    }
}
