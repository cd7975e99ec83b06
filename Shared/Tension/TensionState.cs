using System.Text.Json.Serialization;

namespace Supervision.Shared.Tension;

/// <summary>Whether the caller's tension is followed now, and if not, why: nothing measured is never shown as calm.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TensionState>))]
public enum TensionState : byte
{
    /// <summary>Nobody asks any more: the call is over.</summary>
    Off = 0,

    /// <summary>Her voice is scored where she speaks.</summary>
    Followed = 1,

    /// <summary>No acoustic model is installed, or speech does not run.</summary>
    NoModel = 2,

    /// <summary>No stream that is the caller's alone: nothing is ever scored that may be the person at work.</summary>
    NoCallerLane = 3,
    Held = 4,
    Paused = 5,
    Refused = 6,

    /// <summary>A private line.</summary>
    Private = 7,
}
