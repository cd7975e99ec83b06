using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

public sealed class ListeningLogTests
{
    private readonly ManualTimeProvider time = new();
    private readonly FakeAccounts store = new();
    private readonly ListeningLog log;
    private readonly CallId call;
    private readonly Actor claire = new("claire", "192.0.2.1");

    public ListeningLogTests()
    {
        log = new ListeningLog(store, time);
        call = CallId.New(time);
    }

    [Fact]
    public async Task Write_RangesOfOneListening_OneEntry()
    {
        await log.WriteAsync(claire, call, "plainte", true, default);
        await log.WriteAsync(claire, call, "plainte", false, default);
        await log.WriteAsync(claire, call, "plainte", false, default);

        AccessEntry entry = Assert.Single(store.Log);
        Assert.Equal((claire.Name, AccessActions.Listen, call, "plainte", claire.RemoteAddress), (entry.UserName, entry.Action, entry.CallId, entry.Reason, entry.RemoteAddress));
    }

    [Fact]
    public async Task Write_AgainOtherPurposeOrLater_OneEntryEach()
    {
        await log.WriteAsync(claire, call, null, false, default);
        await log.WriteAsync(claire, call, null, true, default);
        await log.WriteAsync(claire, call, "contrôle", false, default);
        await log.WriteAsync(claire with { RemoteAddress = "192.0.2.2" }, call, null, false, default);
        time.Advance(ListeningLog.SameListening);
        await log.WriteAsync(claire, call, null, false, default);

        Assert.Equal(5, store.Log.Count);
    }

    [Fact]
    public async Task Write_DatabaseAway_ThrowsAndIsAskedAgain()
    {
        store.IsAway = true;
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => log.WriteAsync(claire, call, null, false, default));
        store.IsAway = false;
        await log.WriteAsync(claire, call, null, false, default);

        Assert.Single(store.Log);
    }
}
