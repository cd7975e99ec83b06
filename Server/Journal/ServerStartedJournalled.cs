using Supervision.Grains.Ports;

namespace Supervision.Server.Journal;

/// <summary>First entry of each start: calls that this journal left live before it were ended by the server's death.</summary>
internal sealed record ServerStartedJournalled(DateTimeOffset At) : JournalEntry(default, At);
