using Supervision.Shared.Alarms;
using Supervision.Shared.Tension;

namespace Supervision.Shared.Calls;

/// <summary>One call whole, for the replay page and the API.</summary>
public sealed record CallDetails
{
    public required CallSnapshot Call { get; init; }

    /// <summary>In the order of the call's clock.</summary>
    public required IReadOnlyList<Utterance> Transcript { get; init; }

    public required IReadOnlyList<Alarm> Alarms { get; init; }

    public required IReadOnlyList<CallTimelineEvent> Events { get; init; }

    /// <summary>False when refused, erased or not yet recorded.</summary>
    public required bool HasRecording { get; init; }

    /// <summary>The caller's tension; null when it was never measured, or erased.</summary>
    public CallTension? Tension { get; init; }

    /// <summary>Length of the recording = of the call, in ms.</summary>
    public required int DurationMs { get; init; }
}

/// <summary>Key, hold, pause… on the call's clock.</summary>
public sealed record CallTimelineEvent(string Kind, int AtMs, string Detail);
