using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Grains.Tests;

public sealed class GrainDirectoryTests
{
    [Fact]
    public async Task Call_SameKey_IsTheSameGrain()
    {
        await using var house = new GrainHouse();
        var id = CallId.New(house.Time);

        Assert.Same(house.Directory.Call(id), house.Directory.Call(id));
        Assert.False(house.Directory.TryGetLiveCall(id, out _));
        Assert.Empty(house.Directory.LiveCalls);
    }

    [Fact]
    public async Task LiveCalls_StartedAndEnded_OldestFirst()
    {
        await using var house = new GrainHouse();
        CallGrain first = await house.StartCallAsync();
        house.Time.Advance(TimeSpan.FromSeconds(1));
        CallGrain second = await house.StartCallAsync();
        house.Time.Advance(TimeSpan.FromSeconds(1));
        CallGrain third = await house.StartCallAsync();

        Assert.Equal([first.Id, second.Id, third.Id], house.Directory.LiveCalls);
        await second.EndAsync(CallEndReason.Normal, house.Time.GetUtcNow(), GrainHouse.None);
        Assert.Equal([first.Id, third.Id], house.Directory.LiveCalls);
        Assert.True(house.Directory.TryGetLiveCall(first.Id, out ICallGrain? found));
        Assert.Same(first, found);
    }

    [Fact]
    public async Task Call_NeverBegan_IsForgottenWhenIdle()
    {
        await using var house = new GrainHouse(settings: new GrainsSettings { IdleTimeoutSeconds = 60 });
        house.Directory.Call(CallId.New(house.Time));
        CallGrain live = await house.StartCallAsync();

        house.Time.Advance(TimeSpan.FromHours(10));

        Assert.Equal(1, house.Directory.Count);
        Assert.Equal([live.Id], house.Directory.LiveCalls);
    }

    [Fact]
    public async Task Call_OneTooMany_IsRefused()
    {
        await using var house = new GrainHouse(settings: new GrainsSettings { MaxCalls = 2 });
        await house.StartCallAsync();
        await house.StartCallAsync();

        Assert.Throws<InvalidOperationException>(() => house.Directory.Call(CallId.New(house.Time)));
    }

    [Fact]
    public async Task DisposeAsync_CallsLive_EndAsServerStopped()
    {
        var house = new GrainHouse();
        await house.StartCallAsync();
        await house.StartCallAsync();
        await house.HearAsync();
        using ILiveSubscription ends = house.Feed.Subscribe(100, liveEvent => liveEvent is CallEnded);

        await house.DisposeAsync();

        var reasons = new List<CallEndReason?>();
        while (ends.TryRead(out LiveEvent? liveEvent))
        {
            reasons.Add(((CallEnded)liveEvent).Call.EndReason);
        }

        Assert.Equal([CallEndReason.ServerStopped, CallEndReason.ServerStopped], reasons);
    }
}
