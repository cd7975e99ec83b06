using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>What happens inside a call: hold, offers, metadata, keys.</summary>
public sealed class RecordedCallTests : IDisposable
{
    private readonly SipBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("inactive", "127.0.0.1")]
    [InlineData("sendonly", "127.0.0.1")]
    [InlineData("sendrecv", "0.0.0.0")]
    public void ReInvite_HoldAndResume_ToldOnce(string direction, string address)
    {
        string tag = _bench.Establish();

        WireMessage held = ReInvite(2, tag, ScriptedSipPeer.Description([4000], direction, address: address));
        ReInvite(3, tag, ScriptedSipPeer.Description([4000], direction, address: address));
        Assert.True(_bench.Media.Sessions[0].IsHeld);
        ReInvite(4, tag, ScriptedSipPeer.Description([4000]));

        Assert.Equal(200, held.Status);
        Assert.Equal([true, false], _bench.Sink.Call.Events.Cast<CallHeld>().Select(change => change.IsHeld));
        Assert.False(_bench.Media.Sessions[0].IsHeld);
    }

    [Fact]
    public void ReInvite_Inactive_AnsweredInactiveAndNothingExpected()
    {
        string tag = _bench.Establish();

        WireMessage answer = ReInvite(2, tag, ScriptedSipPeer.Description([4000], "inactive"));

        Assert.Contains("a=inactive", answer.Body, StringComparison.Ordinal);
        Assert.False(_bench.Media.Sessions[0].Lines[0].Settings!.ExpectsMedia);
    }

    [Fact]
    public void Invite_OneWayFromTheStart_IsNotOnHold()
    {
        string tag = _bench.Establish(direction: "sendonly");
        ReInvite(2, tag, ScriptedSipPeer.Description([4000], "sendonly"));

        Assert.Empty(_bench.Sink.Call.Events);
    }

    [Fact]
    public void ReInvite_PortChange_KeepsOurPortAndMovesRtcp()
    {
        string tag = _bench.Establish();

        WireMessage answer = ReInvite(2, tag, ScriptedSipPeer.Description([4100], address: "127.0.0.2"));

        Assert.Contains("m=audio 20000 ", answer.Body, StringComparison.Ordinal);
        Assert.Equal("127.0.0.2:4101", _bench.Media.Sessions[0].Lines[0].Settings!.RemoteRtcp!.ToString());
    }

    [Fact]
    public void ReInvite_VersionOfOurDescription_MovesOnlyWithAChange()
    {
        string tag = _bench.Establish();

        string same = Origin(ReInvite(2, tag, ScriptedSipPeer.Description([4000])));
        string still = Origin(ReInvite(3, tag, ScriptedSipPeer.Description([4000])));
        string changed = Origin(ReInvite(4, tag, ScriptedSipPeer.Description([4000], "inactive")));

        Assert.Equal(same, still);
        Assert.Equal(Version(same) + 1, Version(changed));
    }

    [Fact]
    public void ReInvite_NothingThatWeDecode_Is488AndTheCallGoesOn()
    {
        string tag = _bench.Establish();

        WireMessage answer = _bench.Exchange(_bench.Request(
            "INVITE", 2, tag, ScriptedSipPeer.Description([4000]).Replace("RTP/AVP 8 0 101", "RTP/AVP 18", StringComparison.Ordinal)));

        Assert.Equal(488, answer.Status);
        Assert.Empty(_bench.Sink.Call.Events);
        Assert.Equal(200, _bench.Exchange(_bench.Request("BYE", 3, tag)).Status);
    }

    [Fact]
    public void Invite_WithoutOffer_OffersAndTakesTheAnswerOfTheAck()
    {
        WireMessage ok = _bench.Exchange(_bench.Request("INVITE"));
        Assert.Contains("m=audio 20000 RTP/AVP 8 0 101\r\n", ok.Body, StringComparison.Ordinal);
        Assert.Null(_bench.Media.Sessions[0].Lines[0].Settings);

        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag, body: ScriptedSipPeer.Description([4000])));

        Assert.Equal("127.0.0.1:4001", _bench.Media.Sessions[0].Lines[0].Settings!.RemoteRtcp!.ToString());
        Assert.Equal([Lane.Mixed], _bench.Sink.Call.Offer.Lanes);
        Assert.Empty(_bench.Sink.Call.Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=1")]
    public void Invite_WithoutOfferAndAckWithoutAnswer_IsEnded(string body)
    {
        WireMessage ok = _bench.Exchange(_bench.Request("INVITE"));
        _bench.Sent.Clear();

        _bench.Receive(_bench.Request("ACK", toTag: ok.ToTag, body: body));

        Assert.Equal("BYE", _bench.Take().Method);
        Assert.IsType<CallHungUp>(Assert.Single(_bench.Sink.Call.Events));
    }

    [Fact]
    public void ReInvite_WhileOurOfferWaits_Is491()
    {
        WireMessage ok = _bench.Exchange(_bench.Request("INVITE"));

        Assert.Equal(491, _bench.Exchange(_bench.Request("INVITE", 2, ok.ToTag, ScriptedSipPeer.Description([4000]))).Status);
    }

    [Fact]
    public void ReInvite_WithoutOffer_OffersTheLinesThatStand()
    {
        string tag = _bench.Establish();
        ReInvite(2, tag, ScriptedSipPeer.Description([4000], "inactive"));

        WireMessage ok = _bench.Exchange(_bench.Request("INVITE", 3, tag));
        Assert.Contains("a=recvonly", ok.Body, StringComparison.Ordinal);
        _bench.Receive(_bench.Request("ACK", 3, tag, ScriptedSipPeer.Description([4000])));

        Assert.False(_bench.Media.Sessions[0].IsHeld);
        Assert.Single(_bench.Media.Sessions[0].Lines);
    }

    [Fact]
    public void Request_OlderThanTheLast_Is500()
    {
        string tag = _bench.Establish();
        _bench.Exchange(_bench.Request("OPTIONS", 5, tag));

        Assert.Equal(500, _bench.Exchange(_bench.Request("BYE", 4, tag)).Status);
        Assert.Equal(200, _bench.Exchange(_bench.Request("BYE", 6, tag)).Status);
    }

    [Fact]
    public void Update_WithOffer_AnsweredInItself()
    {
        string tag = _bench.Establish();

        WireMessage answer = _bench.Exchange(_bench.Request("UPDATE", 2, tag, ScriptedSipPeer.Description([4000], "inactive")));

        Assert.Equal(200, answer.Status);
        Assert.Contains("a=inactive", answer.Body, StringComparison.Ordinal);
        Assert.True(Assert.IsType<CallHeld>(Assert.Single(_bench.Sink.Call.Events)).IsHeld);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public void Target_MovedByReInvite_IsWhereTheByeGoes()
    {
        string tag = _bench.Establish();
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", 2, tag, ScriptedSipPeer.Description([4000]), headers: ["Contact: <sip:moved@127.0.0.3:5099>"]));
        _bench.Receive(_bench.Request("ACK", 2, ok.ToTag));

        _bench.Server.HangUp(_bench.Sink.Call.Offer.CallId);

        Assert.Equal("127.0.0.3:5099", _bench.Sent.Dequeue().To.Remote.ToString());
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5')]
    [InlineData("application/dtmf-relay", "Signal= *\r\n", '*')]
    [InlineData("application/dtmf-relay", "Duration=160\r\nsignal=11\r\n", '#')]
    [InlineData("application/dtmf", "d", 'D')]
    public void Info_Key_Told(string type, string body, char key)
    {
        string tag = _bench.Establish();

        Assert.Equal(200, _bench.Exchange(_bench.Request("INFO", 2, tag, body, type)).Status);

        Assert.Equal(new CallKeyPressed(_bench.Time.GetUtcNow(), Lane.Mixed, key), Assert.Single(_bench.Sink.Call.Events));
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Signal=xyz", 400)]
    [InlineData("application/dtmf-relay", "nothing=1", 400)]
    [InlineData("application/other", "x", 415)]
    public void Info_NotUnderstood_Refused(string type, string body, int status)
    {
        string tag = _bench.Establish();

        Assert.Equal(status, _bench.Exchange(_bench.Request("INFO", 2, tag, body, type)).Status);
        Assert.Empty(_bench.Sink.Call.Events);
    }

    [Fact]
    public void Info_RecordSwitch_PausesAndResumesOnce()
    {
        string tag = _bench.Establish();

        _bench.Exchange(_bench.Request("INFO", 2, tag, headers: ["Record: off"]));
        _bench.Exchange(_bench.Request("INFO", 3, tag, headers: ["Record: off"]));
        _bench.Exchange(_bench.Request("INFO", 4, tag, headers: ["Record: on"]));

        Assert.Equal([true, false], _bench.Sink.Call.Events.Cast<CallRecordingPaused>().Select(change => change.IsPaused));
    }

    [Fact]
    public void ReInvite_RecordingPreference_Pauses()
    {
        string tag = _bench.Establish();

        ReInvite(2, tag, ScriptedSipPeer.Description([4000]) + "a=recordpref:pause\r\n");

        Assert.True(Assert.IsType<CallRecordingPaused>(Assert.Single(_bench.Sink.Call.Events)).IsPaused);
    }

    private WireMessage ReInvite(int cseq, string tag, string body)
    {
        WireMessage ok = _bench.Exchange(_bench.Request("INVITE", cseq, tag, body));
        Assert.Equal(200, ok.Status);
        _bench.Receive(_bench.Request("ACK", cseq, tag));
        Assert.Empty(_bench.Sent);
        return ok;
    }

    private static string Origin(WireMessage message) => message.Body.Split("\r\n").Single(line => line.StartsWith("o=", StringComparison.Ordinal));

    private static long Version(string origin) => long.Parse(origin.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
}
