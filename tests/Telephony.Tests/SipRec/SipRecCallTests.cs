using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.Tests.Sip;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.SipRec;

/// <summary>Recording sessions through the server.</summary>
public sealed class SipRecCallTests : IDisposable
{
    private readonly SipBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Invite_SipRec_AnswersBothLinesAsARecordingServer()
    {
        WireMessage ok = _bench.Exchange(_bench.SipRecInvite(Samples.Metadata));

        Assert.Equal(200, ok.Status);
        Assert.Equal("<sip:127.0.0.1:5060>;+sip.srs", ok.Header("Contact"));
        string[] sections = ok.Body.Split("m=audio ");
        Assert.StartsWith("20000 RTP/AVP", sections[1], StringComparison.Ordinal);
        Assert.Contains("a=label:1\r\na=recvonly", sections[1], StringComparison.Ordinal);
        Assert.StartsWith("20002 RTP/AVP", sections[2], StringComparison.Ordinal);
        Assert.Contains("a=label:2\r\na=recvonly", sections[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Invite_SipRec_TellsPartiesAndLanes()
    {
        _bench.EstablishSipRec();

        CallOffer offer = _bench.Sink.Call.Offer;
        Assert.Equal(CallSource.SipRec, offer.Source);
        Assert.Equal(new Party("0467123456", "Jeanne Été"), offer.Caller);
        Assert.Equal(new Party("201", "Accueil"), offer.Agent);
        Assert.Equal([Lane.Caller, Lane.Agent], offer.Lanes);
        Assert.Equal([Lane.Caller, Lane.Agent], _bench.Media.Sessions[0].Lines.Select(line => line.Settings!.Lane));
        Assert.Empty(_bench.Sink.Call.Events);
    }

    [Fact]
    public void Invite_BrokenMetadata_IsRecordedWithoutACallerLane()
    {
        _bench.EstablishSipRec("<recording><oops>");

        Assert.DoesNotContain(Lane.Caller, _bench.Sink.Call.Offer.Lanes);
        Assert.Equal(2, _bench.Sink.Call.Offer.Lanes.Distinct().Count());
        Assert.Equal(1, _bench.Counters.BadMetadata);
    }

    [Fact]
    public void ReInvite_Inactive_IsHoldAndSendonlyIsNot()
    {
        string tag = _bench.EstablishSipRec();

        _bench.Exchange(_bench.SipRecInvite(Samples.Metadata, 2, tag, "inactive"));
        _bench.Receive(_bench.Request("ACK", 2, tag));
        _bench.Exchange(_bench.SipRecInvite(Samples.Metadata, 3, tag));
        _bench.Receive(_bench.Request("ACK", 3, tag));

        Assert.Equal([true, false], _bench.Sink.Call.Events.Cast<CallHeld>().Select(change => change.IsHeld));
    }

    [Fact]
    public void Update_PartialMetadata_ChangesTheAgent()
    {
        string tag = _bench.EstablishSipRec();
        const string Partial = """
            <r:recording xmlns:r='urn:ietf:params:xml:ns:recording:1'>
              <r:participant r:participant_id="cGFydDI="><r:nameID aor="sip:305@example.org"><r:name>Police</r:name></r:nameID></r:participant>
              <r:dataMode>partial</r:dataMode>
            </r:recording>
            """;

        Assert.Equal(200, _bench.Exchange(_bench.Request("UPDATE", 2, tag, Partial, "application/rs-metadata+xml")).Status);

        Assert.Equal(
            new CallPartiesChanged(_bench.Time.GetUtcNow(), new Party("0467123456", "Jeanne Été"), new Party("305", "Police"), [Lane.Caller, Lane.Agent]) with { Lanes = null! },
            Assert.IsType<CallPartiesChanged>(Assert.Single(_bench.Sink.Call.Events)) with { Lanes = null! });
    }

    [Fact]
    public void Update_LanesSwapped_ReachesTheMedia()
    {
        string tag = _bench.EstablishSipRec();
        string swapped = Samples.Metadata.Replace(">1<", ">x<", StringComparison.Ordinal).Replace(">2<", ">1<", StringComparison.Ordinal).Replace(">x<", ">2<", StringComparison.Ordinal);

        _bench.Exchange(_bench.Request("UPDATE", 2, tag, swapped, "application/rs-metadata+xml"));

        Assert.Equal([Lane.Agent, Lane.Caller], Assert.IsType<CallPartiesChanged>(Assert.Single(_bench.Sink.Call.Events)).Lanes);
        Assert.Equal([Lane.Agent, Lane.Caller], _bench.Media.Sessions[0].Lines.Select(line => line.Settings!.Lane));
    }

    [Fact]
    public void ReInvite_OneLineEnds_KeepsTheOtherInItsLane()
    {
        string tag = _bench.EstablishSipRec();
        string invite = _bench.SipRecInvite(Samples.Metadata, 2, tag).Replace("m=audio 4000 ", "m=audio 0000 ", StringComparison.Ordinal);

        WireMessage ok = _bench.Exchange(invite);

        Assert.Contains("m=audio 0 RTP/AVP 8 0 101\r\nm=audio 20002 ", ok.Body, StringComparison.Ordinal);
        Assert.Equal([false, true], _bench.Media.Sessions[0].Lines.Select(line => line.Settings!.ExpectsMedia));
        Assert.Equal([Lane.Caller, Lane.Agent], _bench.Media.Sessions[0].Lines.Select(line => line.Settings!.Lane));
        Assert.Empty(_bench.Sink.Call.Events);
    }

    [Fact]
    public void Invite_RequireSiprecWithoutMetadata_IsASession()
    {
        _bench.Exchange(_bench.Request("INVITE", body: ScriptedSipPeer.Description([4000], "sendonly", ["9"]), headers: ["Require: siprec"]));

        Assert.Equal(CallSource.SipRec, _bench.Sink.Call.Offer.Source);
        Assert.Equal([Lane.Mixed], _bench.Sink.Call.Offer.Lanes);
    }

    [Fact]
    public void Invite_ThirdVoice_IsRefusedInPlace()
    {
        WireMessage ok = _bench.Exchange(_bench.Request(
            "INVITE", body: ScriptedSipPeer.Description([4000, 4002, 4004], "sendonly", ["1", "2", "3"]), headers: ["Require: siprec"]));

        Assert.Equal(2, _bench.Media.Sessions[0].Lines.Count);
        Assert.Contains("m=audio 0 RTP/AVP 8 0 101", ok.Body, StringComparison.Ordinal);
    }
}
