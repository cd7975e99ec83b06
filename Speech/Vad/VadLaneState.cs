namespace Supervision.Speech.Vad;

/// <summary>What the VAD remembers of one lane: the end of the last window and the network's state. Owned by the VAD's thread.</summary>
internal sealed class VadLaneState
{
    /// <summary>Last samples of the previous window, in [-1, 1).</summary>
    internal float[] Context { get; } = new float[SileroVad.ContextSamples];

    /// <summary>Both layers, one after the other.</summary>
    internal float[] Network { get; } = new float[2 * SileroVad.StateSize];

    internal void Reset()
    {
        Array.Clear(Context);
        Array.Clear(Network);
    }
}
