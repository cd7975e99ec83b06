namespace Supervision.Speech.Vad;

/// <summary>Loudness of a window, to spare the network what nobody could hear and to stand in for it where it cannot be loaded.</summary>
internal static class QuietRule
{
    /// <summary>18² of 32768²: −65 dBFS, a step above G.711's idle noise and 30 dB below quiet speech.</summary>
    private const int QuietMeanSquare = 18 * 18;

    /// <summary>148² of 32768²: −47 dBFS; louder counts as speech without a network.</summary>
    private const int LoudMeanSquare = 148 * 148;

    internal static bool IsQuiet(ReadOnlySpan<short> window) => SumOfSquares(window) < (long)QuietMeanSquare * window.Length;

    internal static float StandInProbability(ReadOnlySpan<short> window)
    {
        return SumOfSquares(window) >= (long)LoudMeanSquare * window.Length ? 1 : 0;
    }

    private static long SumOfSquares(ReadOnlySpan<short> window)
    {
        long sum = 0;
        foreach (short sample in window)
        {
            sum += sample * sample;
        }

        return sum;
    }
}
