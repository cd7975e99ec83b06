using Supervision.Shared.Calls;

namespace Supervision.Shared.Incidents;

/// <summary>What is kept of the numbers that an incident's calls came from, this incident's own calls included.</summary>
/// <param name="Numbers">The callers' numbers, as received.</param>
/// <param name="CallCount">All calls of these numbers.</param>
/// <param name="RecentCallCount">Those of the last thirty days.</param>
/// <param name="AlarmCount">Alarms of these calls.</param>
/// <param name="ConfirmedAlarmCount">Those that a human confirmed.</param>
/// <param name="Calls">The newest first, some of them.</param>
/// <param name="Incidents">Other incidents with calls of these numbers, the newest first.</param>
public sealed record NumberHistory(
    IReadOnlyList<string> Numbers,
    int CallCount,
    int RecentCallCount,
    int AlarmCount,
    int ConfirmedAlarmCount,
    IReadOnlyList<CallListItem> Calls,
    IReadOnlyList<Incident> Incidents);
