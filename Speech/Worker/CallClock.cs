namespace Supervision.Speech.Worker;

/// <summary>
/// Ties a recogniser's own time to the call's clock for one utterance. A recogniser hears only speech, of several lanes one after the other,
/// so that its seconds say nothing by themselves; inside an utterance both run alike.
/// </summary>
/// <param name="HeardSamples">8 kHz samples that the recogniser had heard when the utterance began.</param>
/// <param name="CallPosition">Call position of the utterance's first sample.</param>
internal readonly record struct CallClock(long HeardSamples, long CallPosition)
{
    /// <summary>8 samples a millisecond.</summary>
    internal static int ToMs(long position) => (int)(position / 8);

    /// <summary>Call time in ms of a moment in the recogniser's life; never before the utterance.</summary>
    internal int WordMs(double seconds)
    {
        double samples = Math.Max(0, (seconds * 8000) - HeardSamples);
        return (int)Math.Round((CallPosition + samples) / 8);
    }
}
