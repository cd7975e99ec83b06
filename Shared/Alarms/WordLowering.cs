using System.Text.Json.Serialization;

namespace Supervision.Shared.Alarms;

/// <summary>Why words count less than the list says, or a voice less than its score said. Kept in alarms' reasons by name: names are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WordLowering>))]
public enum WordLowering : byte
{
    /// <summary>An exception of the list: an idiom, a place, an office.</summary>
    Exception = 1,

    /// <summary>"Je ne vais pas vous frapper."</summary>
    Negated = 2,

    /// <summary>Somebody else's words: "il m'a dit…", "on m'a traité de…", "mon voisin menace de…".</summary>
    Reported = 3,

    /// <summary>"Je pourrais…", "j'aurais pu…".</summary>
    Conditional = 4,

    /// <summary>"Que faire si…", "au cas où…".</summary>
    Hypothetical = 5,

    /// <summary>"La semaine dernière", "il y a deux ans".</summary>
    Past = 6,

    /// <summary>An insult for somebody who is not on the line.</summary>
    ThirdParty = 7,

    /// <summary>An insult for oneself.</summary>
    Self = 8,

    /// <summary>Of a voice: the lines changed places, it was perhaps not the caller's. Its score is erased.</summary>
    OtherVoice = 9,
}
