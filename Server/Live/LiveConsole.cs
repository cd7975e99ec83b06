using System.Runtime.CompilerServices;
using Supervision.Client;
using Supervision.Client.Services;
using Supervision.Grains.Feed;
using Supervision.Grains.Ports;
using Supervision.Server.Health;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>The live side for the components of one circuit: what its user may see, and no more.</summary>
internal sealed class LiveConsole(
    LiveSnapshots snapshots,
    ILiveFeed feed,
    ICallCounter counter,
    HealthReporter health,
    ICurrentUser user,
    CallOwners owners,
    SiteClock clock,
    TimeProvider time) : ILiveConsole
{
    /// <summary>States of 500 calls for a second; beyond it the oldest are dropped and the whole is told anew.</summary>
    internal const int QueueCapacity = 4096;

    public async Task<LiveSnapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        return LiveAudience.Of(user, owners).Filter(await snapshots.TakeAsync(cancellationToken));
    }

    public IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync(CancellationToken cancellationToken) =>
        WatchAsync(withTensionSteps: false, cancellationToken);

    /// <param name="withTensionSteps">With <see cref="TensionMeasured"/> whenever the level of a call becomes another one, and with <see cref="TensionWithdrawn"/>.</param>
    /// <param name="cancellationToken">Leaves.</param>
    internal async IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync(
        bool withTensionSteps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ILiveSubscription subscription = feed.Subscribe(QueueCapacity, withTensionSteps
            ? static liveEvent => liveEvent is not (LevelsMeasured or TranscriptPartial)
            : static liveEvent => liveEvent is not (LevelsMeasured or TensionMeasured or TensionWithdrawn or TranscriptPartial));
        LiveAudience audience = LiveAudience.Of(user, owners);
        var shown = new ShownState();
        var steps = new TensionSteps();

        // From here on nothing falls between; and what is hers already is known before the first event that names a call only.
        shown.Remember(audience.Filter(await snapshots.TakeAsync(cancellationToken)));
        var batcher = new LiveFeedBatcher(subscription, time, LiveFeedBatcher.DefaultInterval);
        await foreach (LiveBatch batch in batcher.ReadAllAsync(cancellationToken))
        {
            var events = new List<LiveEvent>(batch.Events.Count);
            bool isWhole = !batch.HasLost;
            foreach (LiveEvent liveEvent in batch.Events)
            {
                LiveAudience.Verdict verdict = audience.Judge(liveEvent);
                isWhole &= verdict != LiveAudience.Verdict.ShowAnew;
                if (verdict == LiveAudience.Verdict.Show && steps.IsNews(liveEvent))
                {
                    events.Add(liveEvent);
                    shown.Remember(liveEvent);
                }
            }

            if (!isWhole)
            {
                LiveSnapshot truth = audience.Filter(await snapshots.TakeAsync(cancellationToken));
                events.AddRange(shown.Correct(truth, time.GetUtcNow()));
                events.AddRange(withTensionSteps ? steps.Correct(truth) : []);
            }

            if (events.Count > 0)
            {
                yield return events;
            }
        }
    }

    public async Task<LiveFigures> GetFiguresAsync(CancellationToken cancellationToken)
    {
        LiveSnapshot live = await GetSnapshotAsync(cancellationToken);
        DateTimeOffset midnight = clock.StartOf(clock.Today);
        int counted = await counter.CountSinceAsync(midnight, cancellationToken);

        // The record may trail by a moment: the calls of today are never fewer than those that are live.
        int liveToday = live.Calls.Count(call => call.StartedAt >= midnight);
        DateTimeOffset? oldest = live.Calls.Count == 0 ? null : live.Calls.Min(call => call.StartedAt);
        return new LiveFigures(
            live.Calls.Count,
            Math.Max(counted, liveToday),
            oldest is { } start ? time.GetUtcNow() - start : null,
            live.Alarms.Count);
    }

    public IReadOnlyList<PartHealth> GetHealth() => health.Report().Parts;
}
