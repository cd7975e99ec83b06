using System.Text.Json.Serialization;

namespace Supervision.Shared;

/// <summary>How one part of the console feels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartState>))]
public enum PartState : byte
{
    Ok = 1,

    /// <summary>Works with less than it should; the text says with what.</summary>
    Degraded = 2,

    /// <summary>Does not do its job.</summary>
    Failed = 3,
}

/// <summary>One line of <c>/health</c> and of the wall-board's status strip.</summary>
/// <param name="Part">
/// Stable name: sip, rtp, recorder, journal, database, accounts, speech, speech-model, vad, aggression, tension, words, live, listening,
/// incidents.
/// </param>
/// <param name="Detail">A sentence for an administrator; no number of a caller, no transcript.</param>
/// <param name="Figures">Counters and versions, by name.</param>
public sealed record PartHealth(string Part, PartState State, string Detail, IReadOnlyDictionary<string, object> Figures);

/// <summary>A part that can say how it feels. Cheap; asked by each <c>/health</c>.</summary>
public interface IHealthPart
{
    PartHealth Report();
}
