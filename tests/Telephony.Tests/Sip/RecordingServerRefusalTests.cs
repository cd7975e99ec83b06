using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>What is not taken, and how that is said.</summary>
public sealed class RecordingServerRefusalTests : IDisposable
{
    private readonly SipBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("MESSAGE", 405)]
    [InlineData("REFER", 405)]
    [InlineData("REGISTER", 405)]
    [InlineData("NewMethod", 501)]
    public void Request_MethodNotTaken_ToldWithAllow(string method, int status)
    {
        WireMessage answer = _bench.Exchange(_bench.Request(method));

        Assert.Equal(status, answer.Status);
        Assert.Equal("INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO", answer.Header("Allow"));
    }

    [Fact]
    public void Options_TellsWhatWeDo()
    {
        WireMessage answer = _bench.Exchange(_bench.Request("OPTIONS"));

        Assert.Equal(200, answer.Status);
        Assert.Contains("application/sdp", answer.Header("Accept"), StringComparison.Ordinal);
        Assert.Equal("siprec, timer", answer.Header("Supported"));
    }

    [Fact]
    public void Request_UnknownExtension_Is420ThatNamesIt()
    {
        // RFC 4475 §3.3.6 asks the same of Proxy-Require at proxies; here Require counts.
        WireMessage answer = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Require: siprec, nothingSupportsThis", "Require: 100rel"]));

        Assert.Equal(420, answer.Status);
        Assert.Equal("nothingSupportsThis, 100rel", answer.Header("Unsupported"));
    }

    [Fact]
    public void Request_UnknownScheme_Is416()
    {
        // RFC 4475 §3.3.3.
        string text = _bench.Request("OPTIONS").Replace("OPTIONS sip:recorder@127.0.0.1", "OPTIONS nobodyKnowsThisScheme:totallyopaque", StringComparison.Ordinal);

        Assert.Equal(416, _bench.Exchange(text).Status);
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("INFO")]
    [InlineData("UPDATE")]
    [InlineData("OPTIONS")]
    [InlineData("INVITE")]
    public void Request_OfAnUnknownDialog_Is481(string method) =>
        Assert.Equal(481, _bench.Exchange(_bench.Request(method, toTag: "nobody")).Status);

    [Theory]
    [InlineData("BYE")]
    [InlineData("INFO")]
    [InlineData("UPDATE")]
    [InlineData("CANCEL")]
    public void Request_ThatNeedsADialog_Is481WithoutOne(string method) =>
        Assert.Equal(481, _bench.Exchange(_bench.Request(method)).Status);

    [Fact]
    public void Ack_OfNothing_IsNotAnswered()
    {
        _bench.Receive(_bench.Request("ACK", toTag: "nobody"));

        Assert.Empty(_bench.Sent);
        Assert.Equal(1, _bench.Counters.StrayAcks);
    }

    [Fact]
    public void Response_ToNothing_IsCounted()
    {
        _bench.Receive("SIP/2.0 200 OK\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCall-ID: c\nCSeq: 1 BYE\n\n");

        Assert.Empty(_bench.Sent);
        Assert.Equal(1, _bench.Counters.StrayResponses);
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 18\r\na=rtpmap:18 G729/8000\r\n", 488)]
    [InlineData("m=video 4000 RTP/AVP 31\r\n", 488)]
    [InlineData("m=audio 4000 RTP/SAVP 8\r\n", 488)]
    [InlineData("m=audio x RTP/AVP 8\r\n", 400)]
    [InlineData("m=audio 4000\r\n", 400)]
    public void Invite_OfferNotTaken_IsRefused(string media, int status)
    {
        string body = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + media;

        WireMessage answer = _bench.Exchange(_bench.Request("INVITE", body: body));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 488, answer.Header("Warning") is not null);
        Assert.Empty(_bench.Media.Sessions);
    }

    [Fact]
    public void Invite_UnknownBody_Is415WithAccept()
    {
        WireMessage answer = _bench.Exchange(_bench.Request("INVITE", body: "<xml/>", type: "application/unknown"));

        Assert.Equal(415, answer.Status);
        Assert.Contains("multipart/mixed", answer.Header("Accept"), StringComparison.Ordinal);
    }

    [Fact]
    public void Invite_EncodedBody_Is415() =>
        Assert.Equal(415, _bench.Exchange(_bench.Request("INVITE", body: "v=0", headers: ["Content-Encoding: gzip"])).Status);

    [Fact]
    public void Invite_MultipartWithoutBoundary_Is400() =>
        Assert.Equal(400, _bench.Exchange(_bench.Request("INVITE", body: "--x\r\n\r\n", type: "multipart/mixed")).Status);

    [Fact]
    public void Invite_AcceptWithoutSdp_Is406() =>
        Assert.Equal(406, _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Accept: text/nobodyKnowsThis"])).Status);

    [Fact]
    public void Invite_WithoutContact_Is400() =>
        Assert.Equal(400, _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Contact: *"])).Status);

    [Fact]
    public void Invite_TooShortSession_Is422WithMinSe()
    {
        WireMessage answer = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000]), headers: ["Supported: timer", "Session-Expires: 30"]));

        Assert.Equal(422, answer.Status);
        Assert.Equal("90", answer.Header("Min-SE"));
    }

    [Fact]
    public void Refusal_RepeatedUntilAck()
    {
        string branch = _bench.NewBranch();
        WireMessage refusal = _bench.Exchange(_bench.Request("INVITE", body: "x", type: "a/b", branch: branch));
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(2, _bench.Sent.Count);
        Assert.All(_bench.Sent, sent => Assert.Equal(refusal.Text, sent.Message.Text));
        _bench.Sent.Clear();

        _bench.Receive(_bench.Request("ACK", toTag: refusal.ToTag, branch: branch));
        _bench.Time.Advance(TimeSpan.FromSeconds(40));

        Assert.Empty(_bench.Sent);
        Assert.Equal(0, _bench.Stack.ServerTransactions);
    }

    [Fact]
    public void Refusal_NeverAcknowledged_GivenUpAfterTimerH()
    {
        _bench.Exchange(_bench.Request("INVITE", body: "x", type: "a/b"));

        _bench.Time.Advance(TimeSpan.FromMinutes(2));

        // Timer G: 0.5, 1.5, 3.5, then every 4 s up to 31.5 s.
        Assert.Equal(10, _bench.Sent.Count);
        Assert.Equal(0, _bench.Stack.ServerTransactions);
    }

    [Fact]
    public void Refusal_OverTcp_IsNotRepeated()
    {
        using var bench = new SipBench(protocol: Telephony.Sip.Transport.SipProtocol.Tcp);
        bench.Exchange(bench.Request("INVITE", body: "x", type: "a/b"));

        bench.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(bench.Sent);
    }

    [Fact]
    public void Cancel_WhileRinging_Is487AndNobodyIsTold()
    {
        using var bench = new SipBench(new SipSettings { AnswerDelayMs = 2000 });
        string branch = bench.NewBranch();
        Assert.Equal(180, bench.Exchange(bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]), branch: branch)).Status);
        bench.Sent.Clear();

        bench.Receive(bench.Request("CANCEL", branch: branch));

        Assert.Equal(200, bench.Take().Status);
        WireMessage refusal = bench.Take();
        Assert.Equal(487, refusal.Status);
        Assert.Equal("1 INVITE", refusal.Header("CSeq"));
        bench.Receive(bench.Request("ACK", toTag: refusal.ToTag, branch: branch));
        bench.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Empty(bench.Sent);
        Assert.Empty(bench.Sink.Calls);
        Assert.Equal(0, bench.Server.LiveCalls);
    }

    [Fact]
    public void AnswerDelay_Passes_ThenAnswered()
    {
        using var bench = new SipBench(new SipSettings { AnswerDelayMs = 2000 });
        bench.Exchange(bench.Request("INVITE", body: ScriptedSipPeer.Description([4000])));
        Assert.Empty(bench.Sink.Calls);

        bench.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(200, bench.Take().Status);
        Assert.Single(bench.Sink.Calls);
    }

    [Fact]
    public void Cancel_AfterTheAnswer_ChangesNothing()
    {
        string branch = _bench.NewBranch();
        _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000]), branch: branch));

        Assert.Equal(200, _bench.Exchange(_bench.Request("CANCEL", branch: branch)).Status);

        Assert.Equal(1, _bench.Server.LiveCalls);
    }

    [Fact]
    public void Malformed_Request_Is400ThatNamesTheProblemAndIsCounted()
    {
        WireMessage answer = _bench.Exchange(_bench.Request("OPTIONS").Replace("CSeq: 1 OPTIONS", "CSeq: x OPTIONS", StringComparison.Ordinal));

        Assert.StartsWith("SIP/2.0 400 Bad CSeq", answer.Text, StringComparison.Ordinal);
        Assert.Equal("call-1", answer.Header("Call-ID"));
        Assert.Equal(1, _bench.Counters.Malformed()["BadCSeq"]);
    }

    [Fact]
    public void Malformed_Version_Is505() => Assert.Equal(
        505, _bench.Exchange(_bench.Request("OPTIONS").Replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia", StringComparison.Ordinal)).Status);

    [Fact]
    public void Malformed_AckOrResponse_IsNotAnswered()
    {
        _bench.Receive(_bench.Request("ACK").Replace("CSeq: 1 ACK", "CSeq: x", StringComparison.Ordinal));
        _bench.Receive("SIP/2.0 200 OK\nVia: SIP/2.0/UDP h\nCSeq: x\n\n");

        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public void Malformed_EveryByteOfAnInviteChanged_NeverADefect()
    {
        byte[] invite = System.Text.Encoding.ASCII.GetBytes(_bench.SipRecInvite(Samples.Metadata.Replace("É", "E", StringComparison.Ordinal).Replace("é", "e", StringComparison.Ordinal)));
        for (int i = 0; i < invite.Length; i++)
        {
            byte[] broken = [.. invite];
            broken[i] ^= (byte)(1 << (i % 8));
            _bench.Receive(broken);
            _bench.Sent.Clear();
            _bench.Time.Advance(TimeSpan.FromMilliseconds(100));
            _bench.Sent.Clear();
        }

        _bench.Server.Stop();
        Assert.Equal(0, _bench.Counters.InternalErrors);
        Assert.All(_bench.Sink.Calls, call => Assert.IsType<CallHungUp>(call.Events[^1]));
        Assert.NotEmpty(_bench.Sink.Calls);
    }
}
