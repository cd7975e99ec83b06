using System.Text.Json.Serialization;

namespace Supervision.Shared;

/// <summary>Whose voice a stream carries. Lanes are never mixed. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Lane>))]
public enum Lane : byte
{
    /// <summary>The person who is not at work: the only lane whose voice may be scored.</summary>
    Caller = 1,

    /// <summary>The person at work. Never scored: Regulation (EU) 2024/1689 art. 5(1)(f).</summary>
    Agent = 2,

    /// <summary>Unknown, or both voices in one stream: recorded and transcribed, never scored.</summary>
    Mixed = 3,
}
