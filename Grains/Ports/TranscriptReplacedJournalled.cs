using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Ports;

/// <summary>A stretch of one lane was transcribed again from the recording; gaps and utterances that begin in it are replaced.</summary>
/// <param name="FromMs">Inclusive, on the call's clock.</param>
/// <param name="ToMs">Exclusive.</param>
/// <param name="Utterances">May be empty: nobody spoke.</param>
public sealed record TranscriptReplacedJournalled(
    CallId CallId,
    DateTimeOffset At,
    Lane Lane,
    int FromMs,
    int ToMs,
    IReadOnlyList<Utterance> Utterances) : JournalEntry(CallId, At);
