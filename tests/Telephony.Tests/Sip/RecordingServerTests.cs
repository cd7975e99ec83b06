using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Media;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>One plain call from its INVITE to its end.</summary>
public sealed class RecordingServerTests : IDisposable
{
    private readonly SipBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Invite_Plain_Answers100Then180Then200()
    {
        _bench.Receive(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000])));

        Assert.Equal(100, _bench.Take().Status);
        WireMessage ringing = _bench.Take();
        Assert.Equal(180, ringing.Status);
        WireMessage ok = _bench.Take();
        Assert.Equal(200, ok.Status);
        Assert.Equal(ringing.ToTag, ok.ToTag);
        Assert.NotEqual("", ok.ToTag);
        Assert.Equal("<sip:127.0.0.1:5060>", ok.Header("Contact"));
        Assert.Equal("application/sdp", ok.Header("Content-Type"));
        Assert.Contains("m=audio 20000 RTP/AVP 8 0 101\r\n", ok.Body, StringComparison.Ordinal);
        Assert.Contains("a=recvonly", ok.Body, StringComparison.Ordinal);
        Assert.Equal("SIP/2.0/UDP 127.0.0.1:5090;branch=z9hG4bK-test-1;received=127.0.0.1;rport=5090", ok.Header("Via"));
    }

    [Fact]
    public void Invite_Plain_TellsTheSinkWhoCalls()
    {
        _bench.Establish();

        CallOffer offer = _bench.Sink.Call.Offer;
        Assert.Equal(CallSource.RecordingLine, offer.Source);
        Assert.Equal(new Party("0467000001", "Jeanne"), offer.Caller);
        Assert.Equal([Lane.Mixed], offer.Lanes);
        Assert.Equal("call-1", offer.SipCallId);
        Assert.Equal(_bench.Time.GetUtcNow(), offer.StartedAt);
        FakeMediaSession session = Assert.Single(_bench.Media.Sessions);
        Assert.Equal(offer.StartedAt, session.StartedAt);
        Assert.Same(_bench.Sink.Call, session.Sink);
        FakeMediaLine line = Assert.Single(session.Lines);
        Assert.Equal([AudioCodec.Pcmu, AudioCodec.Pcma], line.Settings!.PayloadTypes.Values.Order());
        Assert.Equal((byte)101, line.Settings.TelephoneEventPayloadType);
        Assert.Equal("127.0.0.1:4001", line.Settings.RemoteRtcp!.ToString());
        Assert.True(line.Settings.ExpectsMedia);
    }

    [Theory]
    [InlineData("P-Asserted-Identity: \"Mairie\" <sip:+33467999999@10.0.0.1>, <tel:+33467888888>", "+33467999999", "Mairie")]
    [InlineData("P-Asserted-Identity: <tel:+33-4-67-88-88-88>", "+33467888888", null)]
    [InlineData("Remote-Party-ID: \"Paul\" <sip:0467111111@10.0.0.1>;party=calling;privacy=off", "0467111111", "Paul")]
    [InlineData("Remote-Party-ID: <sip:0467111111@10.0.0.1>;party=called", "0467000001", "Jeanne")]
    [InlineData("Remote-Party-ID: <sip:0467111111@10.0.0.1>;privacy=full", null, null)]
    [InlineData("Privacy: id", null, null)]
    [InlineData("P-Asserted-Identity: broken", "0467000001", "Jeanne")]
    public void Invite_Identity_TakenInOrderAndWithheldWhenAsked(string header, string? number, string? name)
    {
        _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]), headers: header));

        Assert.Equal(new Party(number, name), _bench.Sink.Call.Offer.Caller);
    }

    [Fact]
    public void Invite_Anonymous_HasNoNumber()
    {
        string text = _bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]))
            .Replace("\"Jeanne\" <sip:0467000001@127.0.0.1>", "\"Anonymous\" <sip:anonymous@anonymous.invalid>", StringComparison.Ordinal);
        _bench.Exchange(text);

        Assert.Equal(new Party(null, null), _bench.Sink.Call.Offer.Caller);
    }

    [Theory]
    [InlineData("X-Supervision-Demo: 1", "127.0.0.1", true)]
    [InlineData("X-Supervision-Demo: 1", "192.0.2.1", false)]
    [InlineData("X-Supervision-Demo: 0", "127.0.0.1", false)]
    public void Invite_Demonstration_BelievedFromLoopbackOnly(string header, string source, bool expected)
    {
        _bench.Peer = _bench.Peer with { Remote = new System.Net.IPEndPoint(System.Net.IPAddress.Parse(source), 5090) };
        _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]), headers: header));

        Assert.Equal(expected, _bench.Sink.Call.Offer.IsDemonstration);
    }

    [Fact]
    public void Bye_AnsweredAndToldOnce()
    {
        string tag = _bench.Establish();

        Assert.Equal(200, _bench.Exchange(_bench.Request("BYE", 2, tag)).Status);

        Assert.Equal(new CallHungUp(_bench.Time.GetUtcNow(), CallEndReason.Normal), Assert.Single(_bench.Sink.Call.Events));
        Assert.True(_bench.Media.Sessions[0].IsDisposed);
        Assert.Equal(0, _bench.Server.LiveCalls);
        Assert.Equal(481, _bench.Exchange(_bench.Request("BYE", 3, tag)).Status);
    }

    [Fact]
    public void Ok_WithoutAck_RepeatedThenBye()
    {
        WireMessage ok = _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000])));
        _bench.Sent.Clear();

        // 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5 s (RFC 3261 §13.3.1.4).
        _bench.Time.Advance(TimeSpan.FromMilliseconds(31_999));
        Assert.Equal(10, _bench.Sent.Count);
        Assert.All(_bench.Sent, sent => Assert.Equal(ok.Text, sent.Message.Text));

        _bench.Sent.Clear();
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("BYE", _bench.Take().Method);
        Assert.Equal(CallEndReason.Cancelled, Assert.IsType<CallHungUp>(Assert.Single(_bench.Sink.Call.Events)).Reason);
    }

    [Fact]
    public void Ack_StopsTheRepetition()
    {
        _bench.Establish();

        _bench.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty(_bench.Sent);
        Assert.Empty(_bench.Sink.Call.Events);
        Assert.Equal(1, _bench.Server.LiveCalls);
    }

    [Fact]
    public void Ack_OfAnotherInvite_DoesNotCount()
    {
        WireMessage ok = _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000])));
        _bench.Receive(_bench.Request("ACK", cseq: 9, toTag: ok.ToTag));
        _bench.Sent.Clear();

        _bench.Time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(200, _bench.Take().Status);
    }

    [Fact]
    public void Invite_SentAgain_IsNotASecondCall()
    {
        string invite = _bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]));
        _bench.Receive(invite);
        _bench.Sent.Clear();

        _bench.Receive(invite);

        Assert.Single(_bench.Sink.Calls);
        Assert.Equal(1, _bench.Counters.Retransmissions);
    }

    [Fact]
    public void Invite_SameRequestOverAnotherWay_Is482()
    {
        _bench.Receive(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000])));

        Assert.Equal(482, _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]))).Status);
        Assert.Single(_bench.Sink.Calls);
    }

    [Fact]
    public void RecordRoute_CopiedAndFollowed()
    {
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Record-Route: <sip:10.0.0.9;lr>, <sip:10.0.0.8:5070;lr>"]));
        Assert.Equal("<sip:10.0.0.9;lr>, <sip:10.0.0.8:5070;lr>", ok.Header("Record-Route"));
        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag));

        _bench.Server.HangUp(_bench.Sink.Call.Offer.CallId);

        (Telephony.Sip.Transport.SipPeer to, WireMessage bye) = _bench.Sent.Dequeue();
        Assert.Equal("10.0.0.9:5060", to.Remote.ToString());
        Assert.StartsWith("BYE sip:peer@127.0.0.1:5090 SIP/2.0", bye.Text, StringComparison.Ordinal);
        Assert.Equal(["<sip:10.0.0.9;lr>", "<sip:10.0.0.8:5070;lr>"], bye.Headers("Route"));
    }

    [Fact]
    public void RecordRoute_StrictRouter_BecomesTheRequestUri()
    {
        WireMessage ok = _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Record-Route: <sip:10.0.0.9>"]));
        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag));

        _bench.Server.HangUp(_bench.Sink.Call.Offer.CallId);

        WireMessage bye = _bench.Take();
        Assert.StartsWith("BYE sip:10.0.0.9 SIP/2.0", bye.Text, StringComparison.Ordinal);
        Assert.Equal("<sip:peer@127.0.0.1:5090>", bye.Header("Route"));
    }

    [Fact]
    public void MediaLost_SendsByeAndTellsWhy()
    {
        _bench.Establish();

        _bench.Media.Sessions[0].Tell(MediaNews.Lost);

        WireMessage bye = _bench.Take();
        Assert.Equal("BYE", bye.Method);
        Assert.Equal("<sip:recorder@127.0.0.1>;tag=" + bye.Header("From")!.Split(";tag=")[1], bye.Header("From"));
        Assert.Equal("\"Jeanne\" <sip:0467000001@127.0.0.1>;tag=from", bye.Header("To"));
        Assert.Equal(CallEndReason.MediaLost, Assert.IsType<CallHungUp>(Assert.Single(_bench.Sink.Call.Events)).Reason);
    }

    [Fact]
    public void MediaSilent_ThePeerIsThere_IsToldAndTheCallGoesOn()
    {
        _bench.Establish();
        foreach (MediaNews news in (MediaNews[])[MediaNews.Silent, MediaNews.Flowing])
        {
            _bench.Media.Sessions[0].Tell(news);
        }

        Assert.Empty(_bench.Sent);
        Assert.Equal([true, false], _bench.Sink.Call.Events.Cast<CallMediaSilent>().Select(told => told.IsSilent));
        Assert.Equal(1, _bench.Server.LiveCalls);
    }

    [Fact]
    public void MediaLost_ASessionTimerIsKept_EndsTheCallAllTheSame()
    {
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Supported: timer", "Session-Expires: 1800"]));
        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag));

        _bench.Media.Sessions[0].Tell(MediaNews.Lost);

        Assert.Equal("BYE", _bench.Take().Method);
        Assert.Equal(CallEndReason.MediaLost, Assert.IsType<CallHungUp>(Assert.Single(_bench.Sink.Call.Events)).Reason);
    }

    [Fact]
    public void Bye_Unanswered_RepeatedThenGivenUp()
    {
        _bench.Establish();
        _bench.Server.HangUp(_bench.Sink.Call.Offer.CallId);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));

        // Timer E: 0, 0.5, 1.5, 3.5, then every 4 s up to 31.5 s.
        Assert.Equal(11, _bench.Sent.Count);
        Assert.Equal(0, _bench.Stack.ClientTransactions);
    }

    [Fact]
    public void Stop_EndsCallsAndRefusesNewOnes()
    {
        _bench.Establish();

        IReadOnlyList<Task> closing = _bench.Server.Stop();

        WireMessage bye = _bench.Take();
        Assert.Equal("BYE", bye.Method);
        Assert.Equal(CallEndReason.ServerStopped, Assert.IsType<CallHungUp>(Assert.Single(_bench.Sink.Call.Events)).Reason);
        Assert.False(Assert.Single(closing).IsCompleted);
        _bench.Receive(ScriptedSipPeer.Answer(bye, 200));
        Assert.True(closing[0].IsCompleted);
        Assert.Equal(503, _bench.Exchange(_bench.Request("INVITE", callId: "call-2", body: ScriptedSipPeer.Description([4000]))).Status);
    }

    [Fact]
    public void AllTimers_AfterACall_LeaveNothing()
    {
        string tag = _bench.Establish();
        _bench.Exchange(_bench.Request("BYE", 2, tag));

        _bench.Time.Advance(TimeSpan.FromSeconds(64));

        Assert.Equal(0, _bench.Stack.ServerTransactions);
        Assert.Equal(0, _bench.Counters.InternalErrors);
    }
}
