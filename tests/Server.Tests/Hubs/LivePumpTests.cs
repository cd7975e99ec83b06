using Supervision.Grains.Calls;
using Supervision.Grains.Incidents;
using Supervision.Server.Hubs;
using Supervision.Server.Live;
using Supervision.Server.Tests.Incidents;
using Supervision.Server.Tests.Live;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;
using Supervision.Testing;

namespace Supervision.Server.Tests.Hubs;

#pragma warning disable CA1001 // xUnit disposes through IAsyncLifetime.
public sealed class LivePumpTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly LiveHouse _house = new();
    private readonly FakeLiveClient _client = new();
    private readonly CancellationTokenSource _closing = new();
    private LevelBoard _board = null!;
    private TensionBoard _tension = null!;
    private Task _pumping = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        int armed = _house.Time.ArmedTimers;
        _board = new LevelBoard(_house.Feed, _house.Time);
        await _board.StartAsync(CancellationToken.None);
        _tension = new TensionBoard(_house.Feed, new FakeTensionModel(null), _house.Time);
        await _tension.StartAsync(CancellationToken.None);

        // They begin on threads of the pool: what is published or ticked before would be nobody's.
        using var patience = new CancellationTokenSource(Patience);
        while (_house.Feed.SubscriberCount < 2 || _house.Time.ArmedTimers < armed + 2)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    public async Task DisposeAsync()
    {
        await _closing.CancelAsync();
        await _pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _board.StopAsync(CancellationToken.None);
        _board.Dispose();
        await _tension.StopAsync(CancellationToken.None);
        _tension.Dispose();
        _closing.Dispose();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task RunAsync_Connected_SnapshotFirst()
    {
        CallGrain call = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayFinal("bonjour");
        _house.Speech.Last(Lane.Agent).SayPartial("mairie de");
        await call.GetSnapshotAsync(CancellationToken.None);
        Start();

        (string method, object argument) = await _client.NextAsync();

        Assert.Equal("Snapshot", method);
        LiveSnapshot snapshot = Assert.IsType<LiveSnapshot>(argument);
        Assert.Equal(call.Id, Assert.Single(snapshot.Calls).Id);
        LiveTranscript transcript = Assert.Single(snapshot.Transcripts);
        Assert.Equal("bonjour", Assert.Single(transcript.LastFinals).Text);
        Assert.Equal("mairie de", Assert.Single(transcript.Partials).Text);
    }

    [Fact]
    public async Task RunAsync_ThreatIsSaid_WordsAndAlarmGoOut()
    {
        CallGrain call = await _house.StartCallAsync();
        Start();
        await _client.NextAsync<LiveSnapshot>("Snapshot");
        _house.Speech.Last(Lane.Caller).SayPartial("je vais te");
        Assert.Equal("je vais te", (await _client.NextAsync<TranscriptPartial>("TranscriptPartial")).Partial.Text);

        _house.Speech.Last(Lane.Caller).SayFinal("je vais te tuer");
        Assert.Equal("je vais te tuer", (await _client.NextAsync<TranscriptFinal>("TranscriptFinal")).Utterance.Text);
        Alarm alarm = (await _client.NextAsync<AlarmRaised>("AlarmRaised")).Alarm;
        Assert.Equal(call.Id, alarm.CallId);

        await _house.Directory.Alarms.AcknowledgeAsync(alarm.Id, "martin", CancellationToken.None);
        Assert.Equal("martin", (await _client.NextAsync<AlarmUpdated>("AlarmUpdated")).Alarm.AcknowledgedBy);
        await call.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), CancellationToken.None);
        Assert.Equal(call.Id, (await _client.NextAsync<CallEnded>("CallEnded")).CallId);
    }

    [Fact]
    public async Task RunAsync_PartialsTooFast_TheNewestGoesWhenItsTurnComes()
    {
        CallGrain call = await _house.StartCallAsync();
        Start();
        await _client.NextAsync<LiveSnapshot>("Snapshot");
        for (int i = 1; i <= 5; i++)
        {
            _house.Feed.Publish(Partial(call.Id, $"{i}"));
        }

        Assert.Equal("1", (await _client.NextAsync<TranscriptPartial>("TranscriptPartial")).Partial.Text);
        await CarriedAsync(call.Id);
        await TickAsync();
        Assert.Equal("5", (await _client.NextAsync<TranscriptPartial>("TranscriptPartial")).Partial.Text);

        // After a quiet moment the next goes at once: no tick.
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        _house.Feed.Publish(Partial(call.Id, "6"));
        Assert.Equal("6", (await _client.NextAsync<TranscriptPartial>("TranscriptPartial")).Partial.Text);
    }

    [Fact]
    public async Task RunAsync_FinalComes_TheWaitingPartialIsNotSentAfterIt()
    {
        CallGrain call = await _house.StartCallAsync();
        Start();
        await _client.NextAsync<LiveSnapshot>("Snapshot");
        _house.Feed.Publish(Partial(call.Id, "un"));
        _house.Feed.Publish(Partial(call.Id, "un deux"));
        _house.Feed.Publish(Final(call.Id, "un deux trois"));
        await _client.NextAsync<TranscriptFinal>("TranscriptFinal");
        await CarriedAsync(call.Id);
        await TickAsync();
        await CarriedAsync(call.Id);

        Assert.False(_client.TryNext(out _));
    }

    [Fact]
    public async Task RunAsync_SlowBrowser_HoldsNobodyBackAndIsToldAnew()
    {
        CallGrain call = await _house.StartCallAsync();
        Start();
        await _client.NextAsync<LiveSnapshot>("Snapshot");
        var slow = new TaskCompletionSource();
        _client.Readiness = slow.Task;
        for (int i = 0; i < LivePump.QueueCapacity * 3; i++)
        {
            _house.Feed.Publish(Final(call.Id, $"{i}"));
        }

        Assert.True(_house.Feed.Dropped > 0);
        await call.SetHeldAsync(true, CancellationToken.None);
        _house.Time.Advance(CallGrain.TickInterval);
        _client.Readiness = Task.CompletedTask;
        slow.SetResult();

        // The snapshot may have been taken before the hold: then the hold itself comes after it.
        LiveSnapshot snapshot = await _client.NextAsync<LiveSnapshot>("Snapshot");
        CallState shown = Assert.Single(snapshot.Calls).State;
        while (shown != CallState.Held)
        {
            (string _, object argument) = await _client.NextAsync();
            shown = argument switch
            {
                LiveSnapshot anew => Assert.Single(anew.Calls).State,
                CallUpdated updated => updated.Call.State,
                _ => shown,
            };
        }

        await CarriedAsync(call.Id);
    }

    [Fact]
    public async Task RunAsync_Levels_AreOneMessageForAllCalls()
    {
        CallGrain first = await _house.StartCallAsync();
        CallGrain second = await _house.StartCallAsync();
        Start();
        await _client.NextAsync<LiveSnapshot>("Snapshot");

        // Once it carries events it waits for frames too.
        await CarriedAsync(first.Id);
        _house.Feed.Publish(new LevelsMeasured(first.Id, -50, -40, null));
        _house.Feed.Publish(new LevelsMeasured(first.Id, -20.6f, -30, null));
        _house.Feed.Publish(new LevelsMeasured(second.Id, null, null, -90));
        await TickAsync();

        LevelsFrame frame = await _client.NextAsync<LevelsFrame>("Levels");
        Assert.Equal([first.Id, second.Id], frame.Calls);
        Assert.Equal([-21, -30, null, null, null, -90], frame.Levels);
    }

    [Fact]
    public async Task RunAsync_Tension_IsInTheSnapshotAndThenOneMessageForAllCalls()
    {
        CallGrain first = await _house.StartCallAsync();
        _house.Speech.Last(Lane.Caller).SayAggression(0.4f);
        CallGrain second = await _house.StartCallAsync("202");
        await first.GetSnapshotAsync(CancellationToken.None);
        await TickTensionAsync();
        Start(new LiveAudience(seesAll: false, "201"));
        LiveSnapshot snapshot = await _client.NextAsync<LiveSnapshot>("Snapshot");
        CallTension curve = Assert.Single(snapshot.Tensions);
        Assert.Equal((first.Id, 2000), (curve.CallId, Assert.Single(curve.Points).AtMs));
        await CarriedAsync(first.Id);

        _house.Feed.Publish(new TensionMeasured(first.Id, new TensionPoint(2500, 0.4567f, TensionLevel.Tense)));
        _house.Feed.Publish(new TensionMeasured(second.Id, new TensionPoint(2500, 0.9f, TensionLevel.Aggressive)));
        _house.Feed.Publish(new TensionMeasured(first.Id, new TensionPoint(3000, 0.8f, TensionLevel.Aggressive)));
        await TickTensionAsync();
        TensionFrame told = await _client.NextAsync<TensionFrame>("Tension");
        Assert.Equal([first.Id, first.Id], told.Calls);
        Assert.Equal([2500, 457, 2, 3000, 800, 3], told.Points);
        Assert.Equal(0.75f, told.RaiseThreshold);
    }

    [Fact]
    public async Task RunAsync_LinesChangePlaces_TheTensionIsWithdrawnFromWhoSeesTheCallAndNothingOfItFollows()
    {
        CallGrain own = await _house.StartCallAsync("201");
        CallGrain other = await _house.StartCallAsync("202");
        Start(new LiveAudience(seesAll: false, "201"));
        await _client.NextAsync<LiveSnapshot>("Snapshot");
        await CarriedAsync(own.Id);
        _house.Feed.Publish(new TensionMeasured(own.Id, new TensionPoint(2500, 0.9f, TensionLevel.Aggressive)));
        _house.Feed.Publish(new TensionWithdrawn(other.Id, 2900));
        _house.Feed.Publish(new TensionWithdrawn(own.Id, 3000));
        _house.Feed.Publish(new TensionMeasured(own.Id, new TensionPoint(5500, 0.1f, TensionLevel.Calm)));

        TensionWithdrawn told = await _client.NextAsync<TensionWithdrawn>("TensionWithdrawn");
        Assert.Equal((own.Id, 3000), (told.CallId, told.UpToMs));
        await TickTensionAsync();
        Assert.Equal([5500, 100, 1], (await _client.NextAsync<TensionFrame>("Tension")).Points);
    }

    [Fact]
    public async Task RunAsync_Agent_HearsHerCallsOnly()
    {
        CallGrain own = await _house.StartCallAsync("201");
        CallGrain other = await _house.StartCallAsync("202");
        Start(new LiveAudience(seesAll: false, "201"));
        LiveSnapshot snapshot = await _client.NextAsync<LiveSnapshot>("Snapshot");
        Assert.Equal(own.Id, Assert.Single(snapshot.Calls).Id);

        _house.Feed.Publish(Final(other.Id, "secret"));
        _house.Feed.Publish(Final(own.Id, "à elle"));
        Assert.Equal("à elle", (await _client.NextAsync<TranscriptFinal>("TranscriptFinal")).Utterance.Text);

        await own.SetPartiesAsync(new Party("1", null), new Party("203", null), [Lane.Caller, Lane.Agent], false, CancellationToken.None);
        _house.Time.Advance(CallGrain.TickInterval);
        Assert.Empty((await _client.NextAsync<LiveSnapshot>("Snapshot")).Calls);
    }

    [Fact]
    public async Task RunAsync_CallIsDetached_DeskGetsASnapshotWithoutItAndNoMoreOfIt()
    {
        CallGrain detached = await _house.StartCallAsync("201");
        CallGrain stays = await _house.StartCallAsync("202");
        var attached = new AttachedCalls();
        Incident before = IncidentSamples.Of(detached.Id, 1, _house.Time.GetUtcNow());
        attached.Replace(null, before);
        attached.Replace(null, IncidentSamples.Of(stays.Id, 2, _house.Time.GetUtcNow()));
        Start(new LiveAudience(seesAll: false, null, attached));
        Assert.Equal(2, (await _client.NextAsync<LiveSnapshot>("Snapshot")).Calls.Count);
        _house.Feed.Publish(new CallUpdated(await detached.GetSnapshotAsync(CancellationToken.None)));
        await _client.NextAsync<CallUpdated>("CallUpdated");

        Incident after = before with { Calls = [], Revision = 2 };
        attached.Replace(before, after);
        _house.Feed.Publish(new IncidentChanged(after));

        Assert.Equal(stays.Id, Assert.Single((await _client.NextAsync<LiveSnapshot>("Snapshot")).Calls).Id);
        _house.Feed.Publish(Final(detached.Id, "plus pour elle"));
        _house.Feed.Publish(Final(stays.Id, "encore"));
        Assert.Equal("encore", (await _client.NextAsync<TranscriptFinal>("TranscriptFinal")).Utterance.Text);
    }

    [Fact]
    public async Task RunAsync_SessionEnds_ConnectionIsCut()
    {
        Start();
        await _client.NextAsync<LiveSnapshot>("Snapshot");
        _client.IsAllowed = false;
        while (!_client.Aborted.Task.IsCompleted)
        {
            _house.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        await _pumping;
    }

    private static TranscriptPartial Partial(CallId id, string text) => new(id, new PartialUtterance(Lane.Caller, 0, text));

    private static TranscriptFinal Final(CallId id, string text)
    {
        return new TranscriptFinal(id, new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Speech, StartMs = 0, EndMs = 1, Text = text });
    }

    private void Start(LiveAudience? audience = null)
    {
        var pump = new LivePump(
            _client, audience ?? new LiveAudience(seesAll: true, null), _house.Feed, _house.Snapshots, _board, _tension, _house.Time);
        _pumping = pump.RunAsync(_closing.Token);
    }

    /// <summary>Everything published before has been sent when a mark of its own comes out.</summary>
    private async Task CarriedAsync(CallId id)
    {
        _house.Feed.Publish(new TranscriptFinal(id, new Utterance { Lane = Lane.Mixed, Kind = UtteranceKind.Gap, StartMs = 0, EndMs = 1, Text = "mark" }));
        while ((await _client.NextAsync<TranscriptFinal>("TranscriptFinal")).Utterance.Text != "mark")
        {
        }
    }

    /// <summary>One tick and no more: a second that waits for a thread would later take half of what a test publishes.</summary>
    private async Task TickTensionAsync()
    {
        Task<TensionFrame> frame = _tension.Next;
        _house.Time.Advance(TensionBoard.Interval);
        await frame.WaitAsync(Patience);
    }

    /// <summary>As <see cref="TickTensionAsync"/>.</summary>
    private async Task TickAsync()
    {
        Task<LevelsFrame> frame = _board.Next;
        _house.Time.Advance(LevelBoard.Interval);
        await frame.WaitAsync(Patience);
    }
}
