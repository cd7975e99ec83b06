using Supervision.Telephony.Sip.Server;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>Limits, and neighbours that refuse or fail.</summary>
public sealed class RecordingServerLimitTests : IDisposable
{
    private readonly SipBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Invite_MoreThanMaxCalls_Is503WithRetryAfter()
    {
        using var bench = new SipBench(new SipSettings { MaxCalls = 1 });
        bench.Establish();

        WireMessage answer = bench.Exchange(bench.Request("INVITE", callId: "call-2", body: ScriptedSipPeer.Description([4000])));

        Assert.Equal(503, answer.Status);
        Assert.Equal("10", answer.Header("Retry-After"));
        Assert.Equal(1, bench.Counters.CallsRefusedBusy);
    }

    [Fact]
    public void Invite_FasterThanTheRate_Is503UntilTimePasses()
    {
        using var bench = new SipBench(new SipSettings { MaxSetupsPerSecond = 2 });
        bench.Establish("call-1");
        bench.Establish("call-2");

        Assert.Equal(503, bench.Exchange(bench.Request("INVITE", callId: "call-3", body: ScriptedSipPeer.Description([4000]))).Status);
        bench.Time.Advance(TimeSpan.FromMilliseconds(500));
        bench.Establish("call-4");

        Assert.Equal(1, bench.Counters.CallsRefusedRate);
    }

    [Fact]
    public void SetupLimiter_MoreAddressesThanItRemembers_StaysBounded()
    {
        var time = new ManualTimeProvider();
        var limiter = new SetupLimiter(1, time);
        for (int i = 0; i < SetupLimiter.MaxAddresses; i++)
        {
            Assert.True(limiter.TryTake(new System.Net.IPAddress(i + 1)));
        }

        Assert.False(limiter.TryTake(System.Net.IPAddress.Loopback));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.TryTake(System.Net.IPAddress.Loopback));
    }

    [Fact]
    public void Options_FloodOfOneSource_IsAnsweredWithoutStateAndCallsGoOn()
    {
        string tag = _bench.Establish();
        int before = _bench.Stack.ServerTransactions;
        for (int i = 0; i < RecordingServer.MaxOutsideRequestsPerSecond; i++)
        {
            Assert.Equal(200, _bench.Exchange(_bench.Request("OPTIONS", callId: $"ping-{i}")).Status);
        }

        Assert.Equal(503, _bench.Exchange(_bench.Request("OPTIONS", callId: "ping-more")).Status);
        Assert.Equal(503, _bench.Exchange(_bench.Request("BYE", callId: "ping-more", toTag: "guessed")).Status);
        Assert.Equal(503, _bench.Exchange(_bench.Request("CANCEL", callId: "ping-more")).Status);
        Assert.Equal(before + RecordingServer.MaxOutsideRequestsPerSecond, _bench.Stack.ServerTransactions);
        Assert.Equal(3, _bench.Counters.RequestsRefused);
        Assert.Equal(200, _bench.Exchange(_bench.Request("BYE", 2, tag)).Status);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, _bench.Exchange(_bench.Request("OPTIONS", callId: "ping-later")).Status);
    }

    [Fact]
    public void Options_LongOnesOfManySources_MemoryIsBoundedAndFreed()
    {
        string tag = _bench.Establish();
        string longId = new('x', 60_000);
        int status = 200;
        int sources = 0;
        while (status == 200)
        {
            Assert.True(++sources < 5000);
            _bench.Peer = _bench.Peer with { Remote = new System.Net.IPEndPoint(new System.Net.IPAddress(sources), 5090) };
            status = _bench.Exchange(_bench.Request("OPTIONS", callId: longId + sources)).Status;
        }

        Assert.Equal(503, status);
        Assert.InRange(_bench.Stack.RetainedBytes, SipStack.MaxRetainedBytes, SipStack.MaxRetainedBytes + 200_000);
        Assert.Equal(200, _bench.Exchange(_bench.Request("BYE", 2, tag)).Status);
        _bench.Time.Advance(SipTimers.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0L), (_bench.Stack.ServerTransactions, _bench.Stack.RetainedBytes));
        Assert.Equal(200, _bench.Exchange(_bench.Request("OPTIONS")).Status);
    }

    [Fact]
    public void Invite_NoPortLeft_Is503AndTheMediaClosed()
    {
        _bench.Media.FreeLines = 0;

        Assert.Equal(503, _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]))).Status);

        Assert.True(Assert.Single(_bench.Media.Sessions).IsDisposed);
        Assert.Equal(0, _bench.Server.LiveCalls);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Invite_SinkOrMediaRefusesOrFails_RefusedAndForgotten(bool refuses, bool fails, bool mediaFails)
    {
        (_bench.Sink.Refuses, _bench.Sink.Fails, _bench.Media.FailsToOpen) = (refuses, fails, mediaFails);

        Assert.Equal(mediaFails ? 500 : 503, _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]))).Status);

        Assert.Equal(0, _bench.Server.LiveCalls);
        Assert.All(_bench.Media.Sessions, session => Assert.True(session.IsDisposed));
        (_bench.Sink.Refuses, _bench.Sink.Fails, _bench.Media.FailsToOpen) = (false, false, false);
        _bench.Establish("call-2");
    }

    [Fact]
    public void Sink_ThatFailsOnEvents_StopsNothing()
    {
        string tag = _bench.Establish();
        _bench.Sink.Call.Fails = true;

        Assert.Equal(200, _bench.Exchange(_bench.Request("INFO", 2, tag, "5", "application/dtmf")).Status);
        Assert.Equal(200, _bench.Exchange(_bench.Request("BYE", 3, tag)).Status);

        Assert.Equal(2, _bench.Sink.Call.Events.Count);
    }
}
