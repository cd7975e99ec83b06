using System.Diagnostics.CodeAnalysis;
using Supervision.Shared.Live;

namespace Supervision.Grains.Ports;

/// <summary>Where grains publish. Never blocks; a slow subscriber loses its oldest events, counted, and nobody else's.</summary>
public interface ILiveFeed
{
    void Publish(LiveEvent liveEvent);

    /// <summary>A subscription with its own bounded queue, newest wins. Dispose to leave.</summary>
    ILiveSubscription Subscribe(int capacity);

    /// <summary>As <see cref="Subscribe(int)"/>, of some events only: the others never enter the queue.</summary>
    /// <param name="capacity">Events that may wait.</param>
    /// <param name="wanted">Runs on the publisher's thread; must be cheap and pure.</param>
    ILiveSubscription Subscribe(int capacity, Func<LiveEvent, bool> wanted);
}

/// <summary>One reader of the feed. One reading loop at a time.</summary>
public interface ILiveSubscription : IDisposable
{
    /// <summary>Events that this reader was too slow for.</summary>
    long Dropped { get; }

    IAsyncEnumerable<LiveEvent> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Takes what waits already; with <see cref="WaitToReadAsync"/>, for readers that batch.</summary>
    bool TryRead([NotNullWhen(true)] out LiveEvent? liveEvent);

    /// <summary>Completes when something waits; false when the subscription was left.</summary>
    ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken);
}
