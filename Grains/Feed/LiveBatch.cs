using Supervision.Shared.Live;

namespace Supervision.Grains.Feed;

/// <summary>What happened since the batch before, already thinned out.</summary>
/// <param name="Events">In order; of a call only the newest <see cref="CallUpdated"/>, of a lane only the newest partial.</param>
/// <param name="Levels">The newest of each call that had any.</param>
/// <param name="HasLost">Events were lost before this batch: take a new snapshot.</param>
public sealed record LiveBatch(IReadOnlyList<LiveEvent> Events, IReadOnlyList<LevelsMeasured> Levels, bool HasLost);
