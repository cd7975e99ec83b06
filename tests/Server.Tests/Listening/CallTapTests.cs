using Supervision.Grains.Calls;
using Supervision.Server.Listening;
using Supervision.Server.Tests.Live;
using Supervision.Shared;
using Supervision.Telephony;
using Supervision.Testing;

namespace Supervision.Server.Tests.Listening;

public sealed class CallTapTests : IAsyncDisposable
{
    private readonly LiveHouse _house = new();
    private readonly ListeningCounters _counters = new();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Hear_NobodyListens_AllocatesNothingAndKeepsNothing()
    {
        CallTap tap = await OpenAsync();
        Feed(tap, 100);

        Assert.Equal(0, Allocations.Least(() => Feed(tap, 10_000)));
        Assert.False(tap.IsListenedTo);
    }

    [Fact]
    public async Task Hear_ListenerTooSlow_NewestWinAndDropsAreCountedWithoutAllocating()
    {
        CallTap tap = await OpenAsync();
        var ear = new Ear(_counters);
        Assert.True(tap.TryAdd(ear, 4));
        int fed = 0;
        FeedThousand();

        Assert.Equal(0, Allocations.Least(FeedThousand));
        Assert.Equal(fed - Ear.Capacity, _counters.FramesDropped);
        Assert.True(ear.Frames.TryRead(out HeardFrame oldest));
        Assert.Equal((1000 - Ear.Capacity) * 160, oldest.PositionSamples);

        void FeedThousand()
        {
            Feed(tap, 1000);
            fed += 1000;
        }
    }

    [Fact]
    public async Task Hear_PausedThenResumed_NothingOfThePauseIsHeard()
    {
        CallGrain grain = await _house.StartCallAsync();
        var tap = new CallTap(grain, _house.Time);
        var ear = new Ear(_counters);
        tap.TryAdd(ear, 4);

        await grain.PauseRecordingAsync("Dupont", CancellationToken.None);
        Feed(tap, 5);
        await grain.ResumeRecordingAsync("Dupont", CancellationToken.None);
        Feed(tap, 1);
        await grain.RefuseRecordingAsync("caller", CancellationToken.None);
        Feed(tap, 5);

        Assert.Equal(1, ear.Frames.Count);
    }

    [Fact]
    public async Task TryAdd_AsManyAsMayListen_IsRefusedUntilOneLeaves()
    {
        CallTap tap = await OpenAsync();
        var first = new Ear(_counters);
        Assert.True(tap.TryAdd(first, 1));
        Assert.False(tap.TryAdd(new Ear(_counters), 1));

        tap.Remove(first);

        Assert.False(tap.IsListenedTo);
        Assert.True(tap.TryAdd(new Ear(_counters), 1));
    }

    [Fact]
    public async Task Close_WithListeners_EndsThemAndTakesNoMore()
    {
        CallTap tap = await OpenAsync();
        var ear = new Ear(_counters);
        tap.TryAdd(ear, 4);

        tap.Close();

        Assert.False(await ear.Frames.WaitToReadAsync());
        Assert.False(tap.TryAdd(new Ear(_counters), 4));
    }

    private async Task<CallTap> OpenAsync() => new(await _house.StartCallAsync(), _house.Time);

    private static void Feed(CallTap tap, int frames)
    {
        Span<byte> payload = stackalloc byte[AudioFrame.Samples];
        for (int i = 0; i < frames; i++)
        {
            tap.Hear(new AudioFrame { Lane = Lane.Caller, Codec = AudioCodec.Pcma, PositionSamples = i * 160, Payload = payload });
        }
    }
}
