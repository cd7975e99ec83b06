using System.Text.Json.Serialization;

namespace Supervision.Speech;

/// <summary>Whether the speech engine does its job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpeechState>))]
public enum SpeechState : byte
{
    /// <summary>Switched off by its setting.</summary>
    Off = 1,

    /// <summary>No worker is ready yet; audio waits, bounded.</summary>
    Starting = 2,

    /// <summary>At least one worker transcribes.</summary>
    Running = 3,

    /// <summary>No library, no model, or one that does not load. It goes on trying.</summary>
    Failed = 4,
}
