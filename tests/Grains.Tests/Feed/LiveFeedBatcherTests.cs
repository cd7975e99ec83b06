using Supervision.Grains.Feed;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Feed;

public sealed class LiveFeedBatcherTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly LiveFeed _feed = new();

    [Fact]
    public void Take_ManyOfAKind_KeepsTheNewestStatesAndAllFacts()
    {
        var a = CallId.New(_time);
        var b = CallId.New(_time);
        var held = new LiveCoalescer();
        held.Add(Updated(a, 1));
        held.Add(Partial(a, Lane.Caller, "je"));
        held.Add(Partial(a, Lane.Agent, "oui"));
        held.Add(Partial(a, Lane.Caller, "je vais"));
        held.Add(Updated(b, 1));
        held.Add(Final(a, Lane.Caller, "je vais bien"));
        held.Add(new LevelsMeasured(a, -10, null, null));
        held.Add(new LevelsMeasured(a, -20, null, null));
        held.Add(Updated(a, 2));
        held.Add(Partial(a, Lane.Caller, "et"));
        held.Add(Final(a, Lane.Caller, "et vous"));
        held.Add(Partial(b, Lane.Caller, "allô"));
        held.Add(new CallEnded(Updated(b, 3).Call));

        LiveBatch batch = held.Take(hasLost: false);

        Assert.Equal(
            [Updated(a, 2), Partial(a, Lane.Agent, "oui"), Final(a, Lane.Caller, "je vais bien"), Final(a, Lane.Caller, "et vous"), new CallEnded(Updated(b, 3).Call)],
            batch.Events);
        Assert.Equal(-20, Assert.Single(batch.Levels).CallerDbfs);
        Assert.True(held.IsEmpty);

        // What was taken no longer replaces.
        held.Add(Updated(a, 4));
        Assert.Single(held.Take(hasLost: false).Events);
    }

    [Fact]
    public async Task ReadAllAsync_FirstEvent_GoesAtOnceAndTheNextWait()
    {
        using ILiveSubscription subscription = _feed.Subscribe(100);
        var call = CallId.New(_time);
        var batcher = new LiveFeedBatcher(subscription, _time, LiveFeedBatcher.DefaultInterval);
        await using IAsyncEnumerator<LiveBatch> batches = batcher.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();

        _feed.Publish(Updated(call, 1));
        Assert.True(await batches.MoveNextAsync());
        Assert.Single(batches.Current.Events);

        _feed.Publish(Updated(call, 2));
        ValueTask<bool> next = batches.MoveNextAsync();
        _feed.Publish(Updated(call, 3));
        Assert.False(next.IsCompleted);
        _time.Advance(LiveFeedBatcher.DefaultInterval);
        Assert.True(await next);
        Assert.Equal(3, ((CallUpdated)Assert.Single(batches.Current.Events)).Call.TranscriptLagMs);
        Assert.False(batches.Current.HasLost);
    }

    [Fact]
    public async Task ReadAllAsync_EventsLost_SaysSoOnce()
    {
        using ILiveSubscription subscription = _feed.Subscribe(2);
        var batcher = new LiveFeedBatcher(subscription, _time, TimeSpan.Zero);
        await using IAsyncEnumerator<LiveBatch> batches = batcher.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> next = batches.MoveNextAsync();
        _feed.Publish(Updated(CallId.New(_time), 0));
        Assert.True(await next);

        for (int i = 0; i < 3; i++)
        {
            _feed.Publish(Updated(CallId.New(_time), i));
        }

        Assert.True(await batches.MoveNextAsync());
        Assert.True(batches.Current.HasLost);
        _feed.Publish(Updated(CallId.New(_time), 9));
        Assert.True(await batches.MoveNextAsync());
        Assert.False(batches.Current.HasLost);
    }

    private static CallUpdated Updated(CallId id, int lagMs) => new(new CallSnapshot
    {
        Id = id,
        Source = CallSource.SipRec,
        State = CallState.Live,
        Recording = RecordingState.Recording,
        Transcription = TranscriptionState.Live,
        Caller = new Party(null, null),
        Agent = new Party(null, null),
        StartedAt = default,
        Lanes = [],
        TranscriptLagMs = lagMs,
    });

    private static TranscriptPartial Partial(CallId id, Lane lane, string text) => new(id, new PartialUtterance(lane, 0, text));

    private static TranscriptFinal Final(CallId id, Lane lane, string text)
    {
        return new TranscriptFinal(id, new Utterance { Lane = lane, Kind = UtteranceKind.Speech, StartMs = 0, EndMs = 1, Text = text });
    }
}
