namespace Supervision.Speech;

/// <summary>Order of analysis when there is more speech than processor: lower first.</summary>
public enum SpeechLanePriority : byte
{
    /// <summary>A call with an open alarm.</summary>
    OpenAlarm = 0,

    /// <summary>The person who calls.</summary>
    Caller = 1,

    /// <summary>The person at work.</summary>
    Agent = 2,

    /// <summary>Later transcription of a recording: what nobody waits for on a screen.</summary>
    Batch = 3,
}
