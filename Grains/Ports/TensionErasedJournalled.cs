using Supervision.Shared;

namespace Supervision.Grains.Ports;

/// <summary>
/// The call's lines changed places: what was scored as the caller's voice was perhaps the agent's, whom nobody may score. The curve up to
/// there is erased wherever it was written, and so are the scores that alarms quote of it.
/// </summary>
/// <param name="UpToMs">Inclusive, on the call's clock.</param>
public sealed record TensionErasedJournalled(CallId CallId, DateTimeOffset At, int UpToMs) : JournalEntry(CallId, At);
