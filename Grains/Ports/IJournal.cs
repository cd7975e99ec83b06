using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Ports;

/// <summary>
/// The durable record of what happened, on disk before anywhere else; the database is filled from it and may be away for hours.
/// Appends never block on the database; order is kept for one call.
/// </summary>
public interface IJournal
{
    void Append(JournalEntry entry);
}

/// <summary>One fact to keep. The names of the derived types are persisted.</summary>
public abstract record JournalEntry(CallId CallId, DateTimeOffset At);

/// <summary>The call's row as it stands: written at its start, at each change and at its end.</summary>
public sealed record CallJournalled(CallId CallId, DateTimeOffset At, CallSnapshot Call) : JournalEntry(CallId, At);

/// <summary>A final utterance or a gap.</summary>
public sealed record UtteranceJournalled(CallId CallId, DateTimeOffset At, Utterance Utterance) : JournalEntry(CallId, At);

/// <summary>An alarm as it stands after one more step.</summary>
/// <param name="Act">The step; null in entries of servers that did not tell it.</param>
public sealed record AlarmJournalled(CallId CallId, DateTimeOffset At, Alarm Alarm, AlarmAct? Act = null) : JournalEntry(CallId, At);

/// <summary>An event on the call's time line: key, hold, pause…</summary>
/// <param name="Kind">Stable name: key, held, resumed, media-silent, media-back, paused, refused, gap…</param>
/// <param name="AtMs">On the call's clock.</param>
/// <param name="Detail">For a key, the key; never a transcript.</param>
public sealed record CallEventJournalled(CallId CallId, DateTimeOffset At, string Kind, int AtMs, string Detail) : JournalEntry(CallId, At);

/// <summary>
/// The call's words are to be forgotten: what was journalled of its transcript before this entry is erased wherever it was written, and
/// so are the words that its alarms quote (<see cref="Alarm.Reasons"/>). Nothing of its transcript follows.
/// </summary>
/// <param name="Reason">Stable name: refused; quoted, after the last step of an alarm that quoted them.</param>
public sealed record TranscriptErasedJournalled(CallId CallId, DateTimeOffset At, string Reason) : JournalEntry(CallId, At);
