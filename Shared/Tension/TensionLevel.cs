using System.Text.Json.Serialization;

namespace Supervision.Shared.Tension;

/// <summary>The caller's tension in three steps that a screen can show. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TensionLevel>))]
public enum TensionLevel : byte
{
    Calm = 1,
    Tense = 2,
    Aggressive = 3,
}
