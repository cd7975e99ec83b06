using Supervision.Grains.Ports;
using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>
/// Somebody begins to hear a live call, or ends. Journalled rather than written to the access log at once: the database may be away when
/// an agent needs help, and the entry must not be lost.
/// </summary>
/// <param name="At">Of the beginning or of the end.</param>
/// <param name="ListeningId">The same for both entries of one listening.</param>
/// <param name="By">Name of the account.</param>
/// <param name="Reason">Purpose, with what she wrote beside it; of the end, why it ended.</param>
/// <param name="RemoteAddress">Null when unknown.</param>
/// <param name="IsEnd">False for the beginning.</param>
internal sealed record ListeningJournalled(
    CallId CallId, DateTimeOffset At, Guid ListeningId, string By, string Reason, string? RemoteAddress, bool IsEnd) : JournalEntry(CallId, At);
