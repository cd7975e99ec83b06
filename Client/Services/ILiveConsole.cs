using Supervision.Shared;
using Supervision.Shared.Live;

namespace Supervision.Client.Services;

/// <summary>
/// The live side as Blazor components see it: calls, alarms, figures. Levels and partial words are not here: they go from the hub
/// straight to the script module of the wall-board.
/// </summary>
public interface ILiveConsole
{
    Task<LiveSnapshot> GetSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Changes in batches, at most 10 a second; without levels, tension and <see cref="TranscriptPartial"/>.</summary>
    IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync(CancellationToken cancellationToken);

    Task<LiveFigures> GetFiguresAsync(CancellationToken cancellationToken);

    /// <summary>What <c>/health</c> says, part by part.</summary>
    IReadOnlyList<PartHealth> GetHealth();
}

/// <summary>Figures on top of the wall-board.</summary>
/// <param name="Live">Calls now.</param>
/// <param name="Today">Calls begun since midnight where the town hall is, live ones included.</param>
/// <param name="LongestLive">Age of the oldest live call; null when none.</param>
/// <param name="AlarmsOpen">Raised or acknowledged.</param>
public sealed record LiveFigures(int Live, int Today, TimeSpan? LongestLive, int AlarmsOpen);
