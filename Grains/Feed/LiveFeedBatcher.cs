using System.Runtime.CompilerServices;
using Supervision.Grains.Ports;
using Supervision.Shared.Live;

namespace Supervision.Grains.Feed;

/// <summary>
/// Reads a subscription in batches: the first event after a quiet moment goes at once, what follows waits for the interval since the
/// batch before. One reading loop.
/// </summary>
public sealed class LiveFeedBatcher(ILiveSubscription subscription, TimeProvider time, TimeSpan interval)
{
    /// <summary>10 a second: more than an eye follows.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    public async IAsyncEnumerable<LiveBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var held = new LiveCoalescer();
        long dropped = subscription.Dropped;
        long? last = null;
        while (await subscription.WaitToReadAsync(cancellationToken))
        {
            if (last is { } stamp && interval - time.GetElapsedTime(stamp) is { Ticks: > 0 } early)
            {
                await Task.Delay(early, time, cancellationToken);
            }

            while (subscription.TryRead(out LiveEvent? liveEvent))
            {
                held.Add(liveEvent);
            }

            long now = subscription.Dropped;
            bool hasLost = now != dropped;
            dropped = now;
            last = time.GetTimestamp();
            yield return held.Take(hasLost);
        }
    }
}
