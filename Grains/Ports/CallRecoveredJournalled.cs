using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Ports;

/// <summary>
/// A call that the server left behind when it died, ended as its recording says. What the record already knows of its parties stays.
/// </summary>
/// <param name="Call">As the recording's header tells it, ended.</param>
public sealed record CallRecoveredJournalled(CallId CallId, DateTimeOffset At, CallSnapshot Call) : JournalEntry(CallId, At);
