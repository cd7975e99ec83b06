using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Supervision.Grains.Ports;
using Supervision.Shared.Live;

namespace Supervision.Grains.Feed;

/// <summary>
/// The feed of one process: each subscriber has a queue of its own, so that a slow or failing one costs the others nothing. Safe from
/// any thread; publishing never waits.
/// </summary>
public sealed class LiveFeed : ILiveFeed
{
    private ImmutableArray<Subscription> _subscriptions = [];
    private long _droppedByGone;
    private long _filterFaults;

    public int SubscriberCount => _subscriptions.Length;

    /// <summary>Events that subscribers, gone ones included, were too slow for.</summary>
    public long Dropped => Interlocked.Read(ref _droppedByGone) + _subscriptions.Sum(subscription => subscription.Dropped);

    /// <summary>Times that a subscriber's filter threw: the event was then not for it.</summary>
    public long FilterFaults => Interlocked.Read(ref _filterFaults);

    public void Publish(LiveEvent liveEvent)
    {
        foreach (Subscription subscription in _subscriptions)
        {
            subscription.Offer(liveEvent);
        }
    }

    public ILiveSubscription Subscribe(int capacity) => Subscribe(capacity, static _ => true);

    public ILiveSubscription Subscribe(int capacity, Func<LiveEvent, bool> wanted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentNullException.ThrowIfNull(wanted);
        var subscription = new Subscription(this, capacity, wanted);
        ImmutableInterlocked.Update(ref _subscriptions, (all, added) => all.Add(added), subscription);
        return subscription;
    }

    private void Leave(Subscription subscription)
    {
        if (ImmutableInterlocked.Update(ref _subscriptions, (all, left) => all.Remove(left), subscription))
        {
            Interlocked.Add(ref _droppedByGone, subscription.Dropped);
        }
    }

    /// <summary>Queue of one subscriber: bounded, newest wins, drops counted.</summary>
    private sealed class Subscription : ILiveSubscription
    {
        private readonly LiveFeed _feed;
        private readonly Func<LiveEvent, bool> _wanted;
        private readonly Channel<LiveEvent> _events;
        private long _dropped;

        internal Subscription(LiveFeed feed, int capacity, Func<LiveEvent, bool> wanted)
        {
            _feed = feed;
            _wanted = wanted;
            var options = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
            _events = Channel.CreateBounded<LiveEvent>(options, _ => Interlocked.Increment(ref _dropped));
        }

        public long Dropped => Interlocked.Read(ref _dropped);

        public IAsyncEnumerable<LiveEvent> ReadAllAsync(CancellationToken cancellationToken) => _events.Reader.ReadAllAsync(cancellationToken);

        public bool TryRead([NotNullWhen(true)] out LiveEvent? liveEvent) => _events.Reader.TryRead(out liveEvent);

        public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _events.Reader.WaitToReadAsync(cancellationToken);

        public void Dispose()
        {
            _feed.Leave(this);
            _events.Writer.TryComplete();
        }

        internal void Offer(LiveEvent liveEvent)
        {
            try
            {
                if (_wanted(liveEvent))
                {
                    _events.Writer.TryWrite(liveEvent);
                }
            }
#pragma warning disable CA1031 // A subscriber's filter is not the publisher's, nor the other subscribers', business.
            catch (Exception)
#pragma warning restore CA1031
            {
                Interlocked.Increment(ref _feed._filterFaults);
            }
        }
    }
}
