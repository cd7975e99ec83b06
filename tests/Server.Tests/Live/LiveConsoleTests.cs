using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Client;
using Supervision.Client.Services;
using Supervision.Grains.Calls;
using Supervision.Grains.Feed;
using Supervision.Server.Data;
using Supervision.Server.Health;
using Supervision.Server.Live;
using Supervision.Server.Security;
using Supervision.Server.Tests.Data;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Server.Tests.Live;

public sealed class LiveConsoleTests : IAsyncDisposable
{
    private readonly LiveHouse _house = new();
    private readonly FakeUser _user = new();
    private readonly FakeCounter _counter = new();
    private readonly FakeCallNumbers _record = new();
    private readonly CallOwners _owners;

    public LiveConsoleTests()
    {
        _owners = new CallOwners(_house.Feed, _house.Directory, _record, _house.Time, NullLogger<CallOwners>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _owners.StopAsync(CancellationToken.None);
        _owners.Dispose();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task WatchAsync_CallBeginsAndEnds_IsToldWithoutWordsAndLevels()
    {
        using var leaving = new CancellationTokenSource();
        await using IAsyncEnumerator<IReadOnlyList<LiveEvent>> watch = Console().WatchAsync(leaving.Token).GetAsyncEnumerator();
        ValueTask<bool> next = watch.MoveNextAsync();
        while (_house.Feed.SubscriberCount == 0)
        {
            await Task.Yield();
        }

        CallGrain call = await _house.StartCallAsync();
        _house.Feed.Publish(new LevelsMeasured(call.Id, -10, null, null));
        Assert.True(await next);
        Assert.Equal(call.Id, Assert.IsType<CallUpdated>(Assert.Single(watch.Current)).CallId);
    }

    [Fact]
    public async Task WatchAsync_TooMuchAtOnce_EndsWithTheTruth()
    {
        CallGrain gone = await _house.StartCallAsync();
        CallGrain stays = await _house.StartCallAsync();
        Alarm alarm = await ReportAsync(gone.Id);
        await using IAsyncEnumerator<IReadOnlyList<LiveEvent>> watch = Console().WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> next = watch.MoveNextAsync();
        while (_house.Feed.SubscriberCount == 0)
        {
            await Task.Yield();
        }

        // The first batch: from here on the reader stands still, since nobody asks it for the next.
        await _house.Directory.Alarms.GetOpenAsync(CancellationToken.None);
        _house.Feed.Publish(new KeyPressed(stays.Id, Lane.Caller, '1', 0));
        Assert.True(await next);
        await gone.EndAsync(CallEndReason.Normal, _house.Time.GetUtcNow(), CancellationToken.None);
        await _house.Directory.Alarms.ResolveAsync(alarm.Id, "martin", AlarmOutcome.Confirmed, null, CancellationToken.None);
        _house.Time.Advance(TimeSpan.FromMilliseconds(1));
        CallGrain late = await _house.StartCallAsync();
        for (int i = 0; i < LiveConsole.QueueCapacity + 10; i++)
        {
            _house.Feed.Publish(new KeyPressed(stays.Id, Lane.Caller, '1', i));
        }

        _house.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await watch.MoveNextAsync());

        IReadOnlyList<LiveEvent> told = watch.Current;
        Assert.Equal(gone.Id, Assert.Single(told.OfType<CallEnded>()).CallId);
        Assert.Equal(AlarmState.Resolved, Assert.Single(told.OfType<AlarmUpdated>()).Alarm.State);

        // Both began at the same time of the clock that stands still, so that either may come first.
        Assert.Equivalent(new[] { stays.Id, late.Id }, told.OfType<CallUpdated>().Select(updated => updated.CallId), strict: true);
    }

    [Fact]
    public async Task WatchAsync_WithdrawalIsLostWithMuchElse_TheLevelIsTakenBackWithTheTruth()
    {
        CallGrain call = await _house.StartCallAsync();
        var shouted = new TensionMeasured(call.Id, new TensionPoint(1000, 0.9f, TensionLevel.Aggressive));
        await using IAsyncEnumerator<IReadOnlyList<LiveEvent>> watch =
            Console().WatchAsync(withTensionSteps: true, CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> next = watch.MoveNextAsync();
        while (_house.Feed.SubscriberCount == 0)
        {
            await Task.Yield();
        }

        _house.Feed.Publish(shouted);
        await NextAsync<TensionMeasured>(watch, next);
        _house.Feed.Publish(new TensionWithdrawn(call.Id, 2000));
        for (int i = 0; i < LiveConsole.QueueCapacity + 10; i++)
        {
            _house.Feed.Publish(new KeyPressed(call.Id, Lane.Caller, '1', i));
        }

        Assert.Equal(call.Id, (await NextAsync<TensionWithdrawn>(watch, watch.MoveNextAsync())).CallId);
        _house.Feed.Publish(shouted);
        await NextAsync<TensionMeasured>(watch, watch.MoveNextAsync());
    }

    [Fact]
    public async Task GetFiguresAsync_LiveAndRecorded_AreCountedFromMidnightInParis()
    {
        _counter.Count = 41;
        await _house.StartCallAsync();
        _house.Time.Advance(TimeSpan.FromMinutes(3));
        CallGrain second = await _house.StartCallAsync();
        await ReportAsync(second.Id);

        LiveFigures figures = await Console().GetFiguresAsync(CancellationToken.None);

        Assert.Equal(new LiveFigures(2, 41, TimeSpan.FromMinutes(3), 1), figures);

        // 23 November in Paris is UTC+1: midnight is 23:00 of the day before.
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero), _counter.Since);
        _counter.Count = 0;
        Assert.Equal(2, (await Console().GetFiguresAsync(CancellationToken.None)).Today);
    }

    [Fact]
    public async Task GetSnapshotAsync_Agent_SeesHerOwn()
    {
        await _house.StartCallAsync("202");
        CallGrain own = await _house.StartCallAsync("201");
        _user.SeesAllCalls = false;
        _user.AgentNumber = "201";

        Assert.Equal(own.Id, Assert.Single((await Console().GetSnapshotAsync(CancellationToken.None)).Calls).Id);
    }

    [Fact]
    public async Task WatchAsync_WithTensionSteps_TellsALevelWhenItChangesAndOnlyThen()
    {
        (_user.SeesAllCalls, _user.AgentNumber) = (false, "4021");
        CallSnapshot call = Samples.Call(CallId.New(_house.Time), _house.Time.GetUtcNow()) with { Tension = TensionState.Followed };
        CallSnapshot other = Samples.Call(CallId.New(_house.Time), _house.Time.GetUtcNow(), agent: "4022");
        await using IAsyncEnumerator<IReadOnlyList<LiveEvent>> watch =
            Console().WatchAsync(withTensionSteps: true, CancellationToken.None).GetAsyncEnumerator();
        Task<bool>? next = watch.MoveNextAsync().AsTask();
        int withdrawn = 0;
        while (_house.Feed.SubscriberCount == 0)
        {
            await Task.Yield();
        }

        Assert.Equal(
            [TensionLevel.Calm, TensionLevel.Aggressive, TensionLevel.Tense],
            await TellAsync(
                new CallUpdated(call), new CallUpdated(other),
                Said(call, TensionLevel.Calm), Said(call, TensionLevel.Calm), Said(call, TensionLevel.Aggressive),
                Said(call, TensionLevel.Aggressive), Said(other, TensionLevel.Aggressive), Said(call, TensionLevel.Tense)));
        Assert.Empty(await TellAsync(new CallUpdated(call with { Tension = TensionState.Paused }), Said(call, TensionLevel.Aggressive)));

        // What a pause has taken off the screen is news again, the same level or not.
        Assert.Equal([TensionLevel.Tense], await TellAsync(new CallUpdated(call), Said(call, TensionLevel.Tense)));
        Assert.Empty(await TellAsync(Said(call, TensionLevel.Tense)));

        // And what was perhaps another's voice.
        Assert.Equal([TensionLevel.Tense], await TellAsync(new TensionWithdrawn(call.Id, 1000), new TensionWithdrawn(other.Id, 1000), Said(call, TensionLevel.Tense)));
        Assert.Equal(1, withdrawn);

        static TensionMeasured Said(CallSnapshot of, TensionLevel level) => new(of.Id, new TensionPoint(1000, 0.5f, level));

        async Task<List<TensionLevel>> TellAsync(params LiveEvent[] events)
        {
            foreach (LiveEvent liveEvent in events.Append(new KeyPressed(call.Id, Lane.Caller, '1', 0)))
            {
                _house.Feed.Publish(liveEvent);
            }

            withdrawn = 0;
            List<TensionLevel> levels = [];
            bool isRead = false;
            while (!isRead)
            {
                await ArriveAsync(next ?? watch.MoveNextAsync().AsTask());
                next = null;
                Assert.DoesNotContain(watch.Current, told => told.CallId == other.Id);
                withdrawn += watch.Current.OfType<TensionWithdrawn>().Count();
                levels.AddRange(watch.Current.OfType<TensionMeasured>().Select(measured => measured.Tension.Level));
                isRead = watch.Current.Any(told => told is KeyPressed);
            }

            return levels;
        }
    }

    [Fact]
    public async Task WatchAsync_HelpAfterHerCallEnded_ShowsTheAlarmAndWhoTakesIt()
    {
        (_user.SeesAllCalls, _user.AgentNumber) = (false, "201");
        await _owners.StartAsync(CancellationToken.None);
        var ended = CallId.New(_house.Time);
        _record.Ended[ended] = "201";
        await using IAsyncEnumerator<IReadOnlyList<LiveEvent>> watch = Console().WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> next = watch.MoveNextAsync();
        while (_house.Feed.SubscriberCount == 0)
        {
            await Task.Yield();
        }

        Alarm alarm = await ReportAsync(ended);
        Assert.Equal(alarm.Id, (await NextAsync<AlarmRaised>(watch, next)).Alarm.Id);

        await _house.Directory.Alarms.AcknowledgeAsync(alarm.Id, "martin", CancellationToken.None);
        Assert.Equal("martin", (await NextAsync<AlarmUpdated>(watch, watch.MoveNextAsync())).Alarm.AcknowledgedBy);
        Assert.Equal(alarm.Id, Assert.Single((await Console().GetSnapshotAsync(CancellationToken.None)).Alarms).Id);
    }

    [Fact]
    public async Task AlarmDesk_Supervisor_ActsInHerName()
    {
        Alarm alarm = await ReportAsync(CallId.New(_house.Time));
        AlarmDesk desk = Desk();

        Assert.Equal("martin", (await desk.AcknowledgeAsync(alarm.Id, CancellationToken.None))!.AcknowledgedBy);
        Alarm? resolved = await desk.ResolveAsync(alarm.Id, AlarmOutcome.FalseAlarm, "rien", CancellationToken.None);
        Assert.Equal(("martin", "rien"), (resolved!.ResolvedBy, resolved.Note));
        await Assert.ThrowsAsync<AlarmRefusedException>(() => desk.ResolveAsync(alarm.Id, AlarmOutcome.FalseAlarm, null, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => desk.SnoozeAsync(alarm.Id, 2, CancellationToken.None));
    }

    [Fact]
    public async Task AlarmDesk_NeitherOpenNorRemembered_AsksTheRecord()
    {
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => Desk().AcknowledgeAsync(AlarmId.New(_house.Time), CancellationToken.None));
    }

    [Theory]
    [InlineData("lea", false)]
    [InlineData(null, true)]
    public async Task AlarmDesk_WhoeverElse_IsRefused(string? name, bool seesAll)
    {
        Alarm alarm = await ReportAsync(CallId.New(_house.Time));
        _user.Name = name;
        _user.SeesAllCalls = seesAll;
        AlarmDesk desk = Desk();

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => desk.AcknowledgeAsync(alarm.Id, CancellationToken.None));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => desk.ResolveAsync(alarm.Id, AlarmOutcome.Confirmed, null, CancellationToken.None));
    }

    private Task<Alarm> ReportAsync(CallId id) => _house.Directory.Alarms.ReportAsync(
        new(id, AlarmCategory.Threat, AlarmSeverity.Critical, new AlarmReason("words/threat", "…", Lane.Caller, 0, "test", null, null)),
        CancellationToken.None);

    /// <summary>What follows the first event waits for the interval: time goes on until it is there.</summary>
    private async Task<T> NextAsync<T>(IAsyncEnumerator<IReadOnlyList<LiveEvent>> watch, ValueTask<bool> next)
    {
        while (true)
        {
            await ArriveAsync(next.AsTask());
            if (watch.Current.OfType<T>().FirstOrDefault() is { } found)
            {
                return found;
            }

            next = watch.MoveNextAsync();
        }
    }

    private async Task ArriveAsync(Task<bool> more)
    {
        while (!more.IsCompleted)
        {
            _house.Time.Advance(LiveFeedBatcher.DefaultInterval);
            await Task.Delay(5);
        }

        Assert.True(await more);
    }

    /// <summary>The record is away.</summary>
    private AlarmDesk Desk() => new(_house.Directory, new AlarmArchive(new AlarmRepository(new Database()), _house.Directory, _user), _user);

    private LiveConsole Console() => new(
        _house.Snapshots,
        _house.Feed,
        _counter,
        new HealthReporter([], _house.Directory, _house.Time, NullLogger<HealthReporter>.Instance),
        _user,
        _owners,
        new SiteClock(_house.Time, TimeZoneInfo.FindSystemTimeZoneById(SiteClock.DefaultZone)),
        _house.Time);

    private sealed class FakeUser : ICurrentUser
    {
        public string? Name { get; set; } = "martin";

        public bool SeesAllCalls { get; set; } = true;

        public string? AgentNumber { get; set; }
    }

    private sealed class FakeCounter : ICallCounter
    {
        public int Count { get; set; }

        public DateTimeOffset Since { get; private set; }

        public Task<int> CountSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
        {
            Since = since;
            return Task.FromResult(Count);
        }
    }
}
