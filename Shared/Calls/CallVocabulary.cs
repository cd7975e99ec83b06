using System.Text.Json.Serialization;

namespace Supervision.Shared.Calls;

/// <summary>How the call reached the console. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallSource>))]
public enum CallSource : byte
{
    /// <summary>A recording session of RFC 7866: one stream a participant.</summary>
    SipRec = 1,

    /// <summary>A plain INVITE to the recording line: one mixed stream.</summary>
    RecordingLine = 2,
}

/// <summary>Where a call stands. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallState>))]
public enum CallState : byte
{
    Live = 1,
    Held = 2,
    Ended = 3,
}

/// <summary>Why a call ended. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallEndReason>))]
public enum CallEndReason : byte
{
    /// <summary>BYE.</summary>
    Normal = 1,

    /// <summary>CANCEL before the dialog was confirmed, or no ACK ever came (RFC 3261 §13.3.1.4).</summary>
    Cancelled = 2,

    /// <summary>No RTP for longer than the idle timeout.</summary>
    MediaLost = 3,

    /// <summary>The server stopped in an orderly way.</summary>
    ServerStopped = 4,

    /// <summary>The server died; the recording was recovered at the next start.</summary>
    Recovered = 5,
}

/// <summary>Whether the call is being recorded now, and if not, why. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordingState>))]
public enum RecordingState : byte
{
    Recording = 1,

    /// <summary>Stopped for a while (bank card, private words): not recorded, not transcribed, not analysed.</summary>
    Paused = 2,

    /// <summary>The person refused: nothing is kept from then on and what was kept is erased.</summary>
    Refused = 3,

    /// <summary>The disk refuses: shown as a fault.</summary>
    Failed = 4,

    /// <summary>A private line: never recorded, transcribed or analysed.</summary>
    Private = 5,
}

/// <summary>What the transcript of a call is worth at this moment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TranscriptionState>))]
public enum TranscriptionState : byte
{
    /// <summary>Words follow the voice.</summary>
    Live = 1,

    /// <summary>Words follow late: more speech than processor.</summary>
    Lagging = 2,

    /// <summary>Part was skipped and will be transcribed from the recording after the call.</summary>
    CatchingUp = 3,

    /// <summary>No speech engine, or stopped by a pause or a refusal.</summary>
    Off = 4,

    /// <summary>The call ended and all its speech is transcribed.</summary>
    Complete = 5,
}

/// <summary>One person on the line.</summary>
/// <param name="Number">User part of the address of record, as received; null when withheld.</param>
/// <param name="Name">Display name; null when none was given.</param>
public sealed record Party(string? Number, string? Name);
