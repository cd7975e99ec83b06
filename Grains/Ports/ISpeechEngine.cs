using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Ports;

/// <summary>Turns lanes of audio into words, somewhere else. Never blocks its caller.</summary>
public interface ISpeechEngine
{
    /// <summary>Opens one lane; results come to <paramref name="listener"/> on any thread.</summary>
    ISpeechLane Open(CallId callId, Lane lane, ISpeechListener listener);
}

/// <summary>One lane being transcribed. Used by its grain alone.</summary>
public interface ISpeechLane : IAsyncDisposable
{
    /// <summary>Hands audio over; copies it. When the lane's bound is reached the oldest audio is dropped and told as a gap.</summary>
    /// <param name="codec">Encoding of <paramref name="g711"/>.</param>
    /// <param name="positionSamples">Of the first sample, 8 kHz, on the call's clock.</param>
    /// <param name="g711">One byte a sample.</param>
    void Push(AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711);

    /// <summary>Who comes first when there is more speech than processor.</summary>
    void SetPriority(SpeechPriority priority);

    /// <summary>No more audio: flushes the last words, then ends. Later results are none.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>Order of analysis under overload: lower first.</summary>
public enum SpeechPriority : byte
{
    OpenAlarm = 0,
    Caller = 1,
    Agent = 2,
}

/// <summary>Hears what a lane's speech engine found. Called on any thread; must not block.</summary>
public interface ISpeechListener
{
    void OnPartial(PartialUtterance partial);

    /// <summary>A final utterance or a gap, in the order of the call's clock.</summary>
    void OnFinal(Utterance utterance);

    /// <summary>How far the lane's words trail its voice.</summary>
    void OnLag(Lane lane, int lagMs);

    /// <summary>The acoustic model's opinion of one window of the caller's voice; never said of another lane.</summary>
    void OnAggression(AggressionScore score);
}
