using Supervision.Grains.Feed;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Feed;

public sealed class LiveFeedTests
{
    private static readonly CallId Call = CallId.New(new ManualTimeProvider());

    [Fact]
    public void Publish_SlowSubscriber_LosesTheOldestAndNobodyElseDoes()
    {
        var feed = new LiveFeed();
        using ILiveSubscription slow = feed.Subscribe(3);
        using ILiveSubscription quick = feed.Subscribe(100);
        for (int i = 0; i < 10; i++)
        {
            feed.Publish(Key(i));
        }

        Assert.Equal([7, 8, 9], Times(slow));
        Assert.Equal(7, slow.Dropped);
        Assert.Equal(10, Times(quick).Count);
        Assert.Equal(0, quick.Dropped);
        Assert.Equal(7, feed.Dropped);
    }

    [Fact]
    public void Publish_FilterThrows_OthersStillHear()
    {
        var feed = new LiveFeed();
        using ILiveSubscription broken = feed.Subscribe(10, _ => throw new InvalidOperationException("mine"));
        using ILiveSubscription well = feed.Subscribe(10);
        feed.Publish(Key(1));

        Assert.Empty(Times(broken));
        Assert.Single(Times(well));
        Assert.Equal(1, feed.FilterFaults);
    }

    [Fact]
    public void Publish_Filter_KeepsTheUnwantedOut()
    {
        var feed = new LiveFeed();
        using ILiveSubscription keys = feed.Subscribe(1, liveEvent => liveEvent is KeyPressed);
        feed.Publish(Key(1));
        feed.Publish(new LevelsMeasured(Call, -20, -30, null));

        Assert.Equal([1], Times(keys));
        Assert.Equal(0, keys.Dropped);
    }

    [Fact]
    public async Task Dispose_Leaves_ReadingEnds()
    {
        var feed = new LiveFeed();
        ILiveSubscription subscription = feed.Subscribe(1);
        feed.Publish(Key(1));
        feed.Publish(Key(2));
        subscription.Dispose();
        feed.Publish(Key(3));
        var heard = new List<LiveEvent>();
        await foreach (LiveEvent liveEvent in subscription.ReadAllAsync(CancellationToken.None))
        {
            heard.Add(liveEvent);
        }

        Assert.Equal(Key(2), Assert.Single(heard));
        Assert.Equal(0, feed.SubscriberCount);
        Assert.Equal(1, feed.Dropped);
    }

    private static KeyPressed Key(int atMs) => new(Call, Lane.Caller, '1', atMs);

    private static List<int> Times(ILiveSubscription subscription)
    {
        var times = new List<int>();
        while (subscription.TryRead(out LiveEvent? liveEvent))
        {
            times.Add(((KeyPressed)liveEvent).AtMs);
        }

        return times;
    }
}
