namespace Supervision.Speech.Worker;

/// <summary>Half a second of pulsed noise: enough to make a recogniser expand its lazily composed graph before a caller speaks.</summary>
internal static class WarmUpAudio
{
    /// <summary>500 ms at 8 kHz, at −24 dBFS.</summary>
    internal static short[] Make()
    {
        short[] samples = new short[4000];
        uint random = 1;
        double low = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            // Numerical Recipes' generator: the same audio each time, so that starts are alike.
            random = (random * 1664525) + 1013904223;
            low = (0.7 * low) + (0.3 * (((int)random) / (double)int.MaxValue));
            double syllable = Math.Abs(Math.Sin(2 * Math.PI * 4 * i / 8000));
            samples[i] = (short)(low * syllable * 6000);
        }

        return samples;
    }
}
