using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Server.Live;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Live;

namespace Supervision.Server.Tests.Live;

/// <summary>An alarm outlives its call: the agent finds hers again on a page that was opened later.</summary>
#pragma warning disable CA1001 // xUnit disposes through IAsyncLifetime.
public sealed class CallOwnersTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(90);

    private readonly LiveHouse _house = new();
    private readonly FakeCallNumbers _record = new();
    private CallOwners _owners = null!;
    private ILiveSubscription _found = null!;

    public Task InitializeAsync()
    {
        _owners = new CallOwners(_house.Feed, _house.Directory, _record, _house.Time, NullLogger<CallOwners>.Instance);
        _found = _house.Feed.Subscribe(16, static liveEvent => liveEvent is CallOwnerFound);
        return _owners.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        _found.Dispose();
        await _owners.StopAsync(CancellationToken.None);
        _owners.Dispose();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task Filter_AlarmOfHerEndedCall_ComesWhenTheRecordSaysWhose()
    {
        Alarm alarm = await RaiseAsync("201");
        Alarm other = await RaiseAsync("202");
        LiveAudience page = Page("201");
        Assert.Empty((await SeenAsync(page)).Alarms);

        HashSet<CallId> found = [(await FoundAsync()).CallId, (await FoundAsync()).CallId];

        Assert.Equal([alarm.CallId, other.CallId], found);
        Assert.Equal(LiveAudience.Verdict.ShowAnew, page.Judge(new CallOwnerFound(alarm.CallId)));
        Assert.Equal(LiveAudience.Verdict.Pass, page.Judge(new CallOwnerFound(other.CallId)));
        Assert.Equal(alarm.Id, Assert.Single((await SeenAsync(page)).Alarms).Id);
        Assert.Equal(LiveAudience.Verdict.Show, page.Judge(new AlarmUpdated(alarm)));
        Assert.Equal(LiveAudience.Verdict.Pass, page.Judge(new AlarmUpdated(other)));

        // A second browser, a reload: at once, and the record is not asked again.
        int asked = _record.Asked.Count;
        Assert.Equal(alarm.Id, Assert.Single((await SeenAsync(Page("201"))).Alarms).Id);
        Assert.Equal(asked, _record.Asked.Count);
    }

    [Fact]
    public async Task Judge_AlarmIsRaisedAfterHerCallEnded_IsHers()
    {
        LiveAudience page = Page("201");
        Alarm alarm = await RaiseAsync("201");

        Assert.Equal(LiveAudience.Verdict.Pass, page.Judge(new AlarmRaised(alarm)));
        Assert.Equal(LiveAudience.Verdict.ShowAnew, page.Judge(await FoundAsync()));
        Assert.Equal(LiveAudience.Verdict.Show, Page("201").Judge(new AlarmRaised(alarm)));
    }

    [Fact]
    public async Task Judge_CallOwnerFound_IsNothingToAWatcherOrSomebodyWithoutANumber()
    {
        Alarm alarm = await RaiseAsync(null);
        Page("201").Judge(new AlarmRaised(alarm));
        CallOwnerFound found = await FoundAsync();

        Assert.Equal(LiveAudience.Verdict.Pass, new LiveAudience(seesAll: true, null, null, _owners).Judge(found));
        Assert.Equal(LiveAudience.Verdict.Pass, new LiveAudience(seesAll: false, null, null, _owners).Judge(found));
    }

    [Fact]
    public async Task Find_LiveCall_IsNotAsked()
    {
        CallGrain live = await _house.StartCallAsync("202");
        Alarm alarm = await RaiseAsync("201");

        Assert.Null(_owners.Find(live.Id));
        Assert.Null(_owners.Find(alarm.CallId));
        await FoundAsync();
        Assert.DoesNotContain(live.Id, _record.Asked.SelectMany(calls => calls));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Find_RecordHangsOrIsAway_NeverWaitsAndAsksAgain(bool hangs)
    {
        Alarm alarm = await RaiseAsync("201");
        (_record.Hangs, _record.IsAway) = (hangs, !hangs);
        Assert.Null(_owners.Find(alarm.CallId));
        await AdvanceUntilAsync(() => _record.Asked.Count > 1);
        Assert.Null(_owners.Find(alarm.CallId));

        (_record.Hangs, _record.IsAway) = (false, false);
        await AdvanceUntilAsync(() => _owners.Find(alarm.CallId) is not null);

        Assert.Equal(alarm.CallId, (await FoundAsync()).CallId);
        Assert.Equal("201", _owners.Find(alarm.CallId));
    }

    [Fact]
    public async Task Find_EndIsNotImportedYet_IsAskedUntilItIs()
    {
        Alarm alarm = await RaiseAsync("201");
        _record.Ended.Clear();
        Assert.Null(_owners.Find(alarm.CallId));
        await AdvanceUntilAsync(() => _record.Asked.Count > 1);

        _record.Ended[alarm.CallId] = "201";
        await AdvanceUntilAsync(() => _owners.Find(alarm.CallId) is not null);

        Assert.Equal(alarm.CallId, (await FoundAsync()).CallId);
    }

    private LiveAudience Page(string number) => new(seesAll: false, number, null, _owners);

    private async Task<LiveSnapshot> SeenAsync(LiveAudience audience) => audience.Filter(await _house.Snapshots.TakeAsync(CancellationToken.None));

    /// <summary>Of a call that the record has as ended.</summary>
    private Task<Alarm> RaiseAsync(string? agentNumber)
    {
        var call = CallId.New(_house.Time);
        _record.Ended[call] = agentNumber;
        return _house.Directory.Alarms.ReportAsync(
            new(call, AlarmCategory.HelpRequested, AlarmSeverity.Critical, new AlarmReason("help/agent", "", Lane.Agent, 0, "1", null, null)),
            CancellationToken.None);
    }

    private async Task<CallOwnerFound> FoundAsync()
    {
        using var patience = new CancellationTokenSource(RealPatience);
        LiveEvent? found;
        while (!_found.TryRead(out found))
        {
            Assert.True(await _found.WaitToReadAsync(patience.Token));
        }

        return Assert.IsType<CallOwnerFound>(found);
    }

    /// <summary>Its loop arms timers on a thread of the pool: time goes on until they have all fired.</summary>
    private async Task AdvanceUntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(RealPatience);
        while (!isSo())
        {
            _house.Time.Advance(CallOwners.RetryAfter);
            await Task.Delay(5, patience.Token);
        }
    }
}
