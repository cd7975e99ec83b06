using Supervision.Shared;

namespace Supervision.Grains.Ports;

/// <summary>
/// The call is found to be private: what was journalled of it before this entry is erased wherever it was written – who called, words,
/// tension, keys – and nothing of it follows. Its alarms stay, without the words that they quote, and so do its incidents, without who called.
/// </summary>
/// <param name="Reason">Stable name: private.</param>
public sealed record CallErasedJournalled(CallId CallId, DateTimeOffset At, string Reason) : JournalEntry(CallId, At);
