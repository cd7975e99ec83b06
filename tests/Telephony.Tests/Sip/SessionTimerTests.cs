using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>Session timers (RFC 4028): who refreshes, and what becomes of a session that is not refreshed.</summary>
public sealed class SessionTimerTests : IDisposable
{
    private readonly SipBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void PeerRefreshes_AgreedAndEndedWhenItDoesNot()
    {
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Supported: timer", "Session-Expires: 90"]));
        Assert.Equal("90;refresher=uac", ok.Header("Session-Expires"));
        Assert.Equal("timer", ok.Header("Require"));
        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag));

        _bench.Time.Advance(TimeSpan.FromSeconds(50));
        _bench.Exchange(_bench.Request("UPDATE", 2, ok.ToTag, headers: ["Supported: timer", "Session-Expires: 90;refresher=uac"]));
        _bench.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, _bench.Server.LiveCalls);
        _bench.Sent.Clear();
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("BYE", _bench.Take().Method);
    }

    [Fact]
    public void WeRefresh_ByUpdate()
    {
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["k: timer", "Allow: INVITE, UPDATE", "x: 1800;refresher=uas"]));
        Assert.Equal("1800;refresher=uas", ok.Header("Session-Expires"));
        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag));

        _bench.Time.Advance(TimeSpan.FromSeconds(900));
        WireMessage update = _bench.Take();
        Assert.Equal("UPDATE", update.Method);
        _bench.Receive(ScriptedSipPeer.Answer(update, 200));
        _bench.Time.Advance(TimeSpan.FromSeconds(900));
        update = _bench.Take();
        _bench.Receive(ScriptedSipPeer.Answer(update, 481));

        Assert.Equal("BYE", _bench.Take().Method);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(503)]
    public void OurRefreshesAreRefused_EndsAtItsExpiry(int status)
    {
        EstablishWithOurRefresh();

        // Asked again halfway to the end, while there is time: at 900, 1350, 1575, 1687.5 and 1743.75 s.
        foreach (double seconds in (double[])[900, 450, 225, 112.5, 56.25])
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(seconds));
            WireMessage update = _bench.Take();
            Assert.Equal("UPDATE", update.Method);
            _bench.Receive(ScriptedSipPeer.Answer(update, status));
            Assert.Empty(_bench.Sent);
        }

        _bench.Time.Advance(TimeSpan.FromSeconds(56));
        Assert.Empty(_bench.Sent);
        Assert.Equal(1, _bench.Server.LiveCalls);
        _bench.Time.Advance(TimeSpan.FromSeconds(0.25));
        Assert.Equal("BYE", _bench.Take().Method);
        Assert.Equal(CallEndReason.MediaLost, Assert.IsType<CallHungUp>(Assert.Single(_bench.Sink.Call.Events)).Reason);
    }

    [Fact]
    public void RefusedOnceThenAccepted_GoesOnForAWholeInterval()
    {
        EstablishWithOurRefresh();
        foreach ((double seconds, int status) in ((double, int)[])[(900, 503), (450, 200), (900, 200)])
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(seconds));
            _bench.Receive(ScriptedSipPeer.Answer(_bench.Take(), status));
            Assert.Empty(_bench.Sent);
        }

        Assert.Equal(1, _bench.Server.LiveCalls);
    }

    [Fact]
    public void OurRefreshIsNotAnswered_EndsAtOnce()
    {
        EstablishWithOurRefresh();

        _bench.Time.Advance(TimeSpan.FromSeconds(932));

        Assert.Equal("BYE", _bench.TakeLast().Method);
    }

    [Fact]
    public void WeCannotRefresh_NotAgreed()
    {
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["k: timer", "Allow: INVITE", "x: 1800;refresher=uas"]));

        Assert.Equal(200, ok.Status);
        Assert.Null(ok.Header("Session-Expires"));
    }

    private void EstablishWithOurRefresh()
    {
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["k: timer", "Allow: INVITE, UPDATE", "x: 1800;refresher=uas"]));
        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag));
    }
}
