namespace Supervision.Speech.Worker.Aggression;

/// <summary>
/// One window of a caller's voice: the only audio that <see cref="AggressionScorer"/> takes. Only a <see cref="Source"/> makes or fills one,
/// and only a live caller's lane has a source: inferring the emotions of people at work is forbidden (Regulation (EU) 2024/1689
/// art. 5(1)(f)), and a stream that may hold both voices is no caller's. Lent by <see cref="CallerAudioQueue"/>; one owner at a time.
/// </summary>
internal sealed partial class CallerAudio
{
    internal const int SampleRate = 8000;

    /// <summary>2 s.</summary>
    internal const int WindowSamples = 2 * SampleRate;

    /// <summary>0.5 s: windows end on multiples of it on the call's clock.</summary>
    internal const int HopSamples = SampleRate / 2;

    private readonly short[] _samples = new short[WindowSamples];

    private CallerAudio(Source source) => Lane = source;

    /// <summary>Whose lane it is; closed, the window is not to be scored.</summary>
    internal Source Lane { get; private set; }

    /// <summary>Of the first sample, on the call's clock.</summary>
    internal long From { get; private set; }

    internal long To => From + WindowSamples;

    /// <summary>When it was complete, as a time stamp of the worker's clock. Set by the queue.</summary>
    internal long PostedAt { get; set; }

    /// <summary>16-bit linear PCM.</summary>
    internal ReadOnlySpan<short> Samples => _samples;
}
