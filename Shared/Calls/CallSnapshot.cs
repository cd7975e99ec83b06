using System.Text.Json.Serialization;
using Supervision.Shared.Tension;

namespace Supervision.Shared.Calls;

/// <summary>What a screen needs to draw one call, live or ended. Immutable; a newer one replaces it.</summary>
public sealed record CallSnapshot
{
    public required CallId Id { get; init; }
    public required CallSource Source { get; init; }
    public required CallState State { get; init; }
    public required RecordingState Recording { get; init; }
    public required TranscriptionState Transcription { get; init; }
    public required Party Caller { get; init; }
    public required Party Agent { get; init; }

    /// <summary>UTC time of the answer; position zero of the call's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
    public CallEndReason? EndReason { get; init; }

    /// <summary>Lanes that this call carries: Caller and Agent, or Mixed.</summary>
    public required IReadOnlyList<Lane> Lanes { get; init; }

    /// <summary>True for a call that the demonstration plays.</summary>
    public bool IsDemonstration { get; init; }

    /// <summary>How far the transcript trails the voice, in ms.</summary>
    public int TranscriptLagMs { get; init; }

    /// <summary>20 ms frames dropped from analysis (never from the recording).</summary>
    public long AnalysisFramesDropped { get; init; }

    /// <summary>Open alarms of the call, most severe first.</summary>
    public IReadOnlyList<AlarmId> OpenAlarms { get; init; } = [];

    /// <summary>Whether the caller's tension is followed, and if not, why. Of a live call only.</summary>
    public TensionState Tension { get; init; }

    /// <summary>No audio comes though nobody signalled a hold. Of a live call only.</summary>
    [JsonPropertyName("mediaSilent")]
    public bool IsMediaSilent { get; init; }

    /// <summary>Names of the people who hear the call live at this moment.</summary>
    public IReadOnlyList<string> Listeners { get; init; } = [];
}
