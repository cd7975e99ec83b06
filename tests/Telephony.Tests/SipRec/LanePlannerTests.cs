using System.Text;
using System.Text.RegularExpressions;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony.SipRec;

namespace Supervision.Telephony.Tests.SipRec;

/// <summary>Metadata as several makers write it, and the lanes that follow.</summary>
public sealed class LanePlannerTests
{
    private static readonly LanePlanner Planner = new(new Regex(new AgentsSettings().NumberPattern));

    [Fact]
    public void Plan_StreamsAndAssociations_GiveLanesByLabel()
    {
        RecordingMetadata metadata = Read(Sip.Samples.Metadata);

        Assert.Equal([Lane.Caller, Lane.Agent], Planner.Plan(metadata, ["1", "2"]).Lanes);
        Assert.Equal([Lane.Agent, Lane.Caller], Planner.Plan(metadata, ["2", "1"]).Lanes);
    }

    [Fact]
    public void Plan_AnyOrderAndPrefix_ReadsTheSame()
    {
        // Associations first, participants last, another prefix, attributes with a prefix, tel: and percent escapes.
        LanePlan plan = Planner.Plan(Read("""
            <ns1:recording xmlns:ns1="urn:ietf:params:xml:ns:recording:1">
              <ns1:participantstreamassoc participant_id="b"><ns1:recv>s1</ns1:recv><ns1:send>s2</ns1:send></ns1:participantstreamassoc>
              <ns1:participantstreamassoc participant_id="a"><ns1:send>s1</ns1:send></ns1:participantstreamassoc>
              <ns1:stream session_id="x" stream_id="s2"><ns1:label> 200 </ns1:label></ns1:stream>
              <ns1:stream session_id="x" stream_id="s1"><ns1:label>100</ns1:label></ns1:stream>
              <ns1:participant participant_id="b"><ns1:nameID aor="sip:%32%30%31@pbx"/></ns1:participant>
              <ns1:participant participant_id="a"><ns1:nameID aor="tel:+33-467-123456;phone-context=x"><ns1:name>J &amp; J</ns1:name></ns1:nameID></ns1:participant>
              <ns1:datamode>complete</ns1:datamode>
            </ns1:recording>
            """), ["100", "200"]);

        Assert.Equal([Lane.Caller, Lane.Agent], plan.Lanes);
        Assert.Equal(new Party("+33467123456", "J & J"), plan.Caller);
        Assert.Equal(new Party("201", null), plan.Agent);
    }

    [Fact]
    public void Plan_DraftForm_SendInsideParticipant()
    {
        LanePlan plan = Planner.Plan(Read("""
            <recording xmlns='urn:ietf:params:xml:ns:recording'>
              <dataMode>complete</dataMode>
              <participant id="a" session="x"><nameID aor="sip:0467123456@h"/><send>s1</send><recv>s2</recv></participant>
              <participant id="b" session="x"><nameID aor="sips:201@h"/><send>s2</send></participant>
              <stream id="s1" session="x"><label>1</label></stream>
              <stream id="s2" session="x"><label>2</label></stream>
            </recording>
            """), ["1", "2"]);

        Assert.Equal([Lane.Caller, Lane.Agent], plan.Lanes);
    }

    [Fact]
    public void Plan_OneAssociationMissing_TheOtherSettlesIt()
    {
        string xml = Sip.Samples.Metadata.Replace(
            "<participantstreamassoc participant_id=\"cGFydDE=\"><send>c3QxMQ==</send><recv>c3QyMg==</recv></participantstreamassoc>", "", StringComparison.Ordinal)
            .Replace("<recv>c3QxMQ==</recv>", "", StringComparison.Ordinal);

        Assert.Equal([Lane.Caller, Lane.Agent], Planner.Plan(Read(xml), ["1", "2"]).Lanes);
    }

    [Fact]
    public void Plan_OnlyReceivers_TheOtherSends()
    {
        string xml = Regex.Replace(Sip.Samples.Metadata, "<send>[^<]*</send>", "");

        Assert.Equal([Lane.Caller, Lane.Agent], Planner.Plan(Read(xml), ["1", "2"]).Lanes);
    }

    [Fact]
    public void Plan_NoAssociations_NeverACallerLane()
    {
        string xml = Regex.Replace(Sip.Samples.Metadata, "<participantstreamassoc.*</participantstreamassoc>", "");

        LanePlan plan = Planner.Plan(Read(xml), ["1", "2"]);

        Assert.Equal([Lane.Mixed, Lane.Agent], plan.Lanes);
        Assert.Equal("0467123456", plan.Caller.Number);
        Assert.Equal("201", plan.Agent.Number);
    }

    [Fact]
    public void Plan_OneLineOfBothVoices_IsMixed()
    {
        string xml = Sip.Samples.Metadata.Replace(">c3QyMg==<", ">c3QxMQ==<", StringComparison.Ordinal);

        Assert.Equal([Lane.Mixed], Planner.Plan(Read(xml), ["1"]).Lanes);
    }

    [Fact]
    public void Plan_TwoExtensions_AreNeverScored()
    {
        LanePlan plan = Planner.Plan(Read(Sip.Samples.Metadata.Replace("0467123456", "305", StringComparison.Ordinal)), ["1", "2"]);

        Assert.Equal([Lane.Mixed, Lane.Agent], plan.Lanes.Order().Reverse());
        Assert.Equal("305", plan.Caller.Number);
        Assert.Equal("201", plan.Agent.Number);
    }

    [Fact]
    public void Plan_NoExtension_IsNeverScored()
    {
        LanePlan plan = Planner.Plan(Read(Sip.Samples.Metadata.Replace("sip:201@", "sip:0467999999@", StringComparison.Ordinal)), ["1", "2"]);

        Assert.DoesNotContain(Lane.Caller, plan.Lanes);
        Assert.Equal(2, plan.Lanes.Distinct().Count());
    }

    [Fact]
    public void Plan_WithheldCaller_StaysTheCallerWithoutNumber()
    {
        LanePlan plan = Planner.Plan(Read(Sip.Samples.Metadata.Replace("sip:0467123456@example.org", "sip:anonymous@anonymous.invalid", StringComparison.Ordinal)), ["1", "2"]);

        Assert.Equal([Lane.Caller, Lane.Agent], plan.Lanes);
        Assert.Null(plan.Caller.Number);
    }

    [Fact]
    public void Plan_SeveralNames_TheExtensionCounts()
    {
        LanePlan plan = Planner.Plan(Read(Sip.Samples.Metadata.Replace(
            "<nameID aor=\"sip:201@example.org\">", "<nameID aor=\"sip:accueil@example.org\"/><nameID aor=\"sip:201@example.org\">", StringComparison.Ordinal)), ["1", "2"]);

        Assert.Equal("201", plan.Agent.Number);
        Assert.Equal([Lane.Caller, Lane.Agent], plan.Lanes);
    }

    [Fact]
    public void Plan_NothingSaysWhoIsWho_TheSecondLinesAgentIsSaidToBeUnknown()
    {
        LanePlan nothing = Planner.Plan(null, ["1", "2"]);
        LanePlan nobody = Planner.Plan(Read(Sip.Samples.Metadata.Replace("sip:201@", "sip:0467999999@", StringComparison.Ordinal)), ["1", "2"]);

        Assert.All((LanePlan[])[nothing, nobody], plan =>
        {
            Assert.Equal([Lane.Mixed, Lane.Agent], plan.Lanes);
            Assert.True(plan.IsAgentLaneUnknown);
            Assert.False(plan.HasAgentNumber);
        });
    }

    [Fact]
    public void Plan_AgentNamedByTheMetadata_IsNotUnknown()
    {
        LanePlan known = Planner.Plan(Read(Sip.Samples.Metadata), ["1", "2"]);
        LanePlan extensions = Planner.Plan(Read(Sip.Samples.Metadata.Replace("0467123456", "305", StringComparison.Ordinal)), ["1", "2"]);

        Assert.All((LanePlan[])[known, extensions], plan =>
        {
            Assert.False(plan.IsAgentLaneUnknown);
            Assert.True(plan.HasAgentNumber);
        });
    }

    [Fact]
    public void Plan_NoMetadata_IsMixed()
    {
        LanePlan plan = Planner.Plan(null, ["1"]);

        Assert.Equal([Lane.Mixed], plan.Lanes);
        Assert.Equal(new Party(null, null), plan.Caller);
    }

    [Fact]
    public void Apply_ParticipantLeaves_IsForgotten()
    {
        RecordingMetadata before = Read(Sip.Samples.Metadata);
        RecordingMetadata after = before.Apply(Read("""
            <recording><datamode>partial</datamode>
              <participantsessionassoc participant_id="cGFydDI=" session_id="x"><disassociate-time>2026-11-23T08:00:00Z</disassociate-time></participantsessionassoc>
              <participant participant_id="bmV3"><nameID aor="sip:305@example.org"/></participant>
              <participantstreamassoc participant_id="bmV3"><send>c3QyMg==</send></participantstreamassoc>
            </recording>
            """));

        LanePlan plan = Planner.Plan(after, ["1", "2"]);

        Assert.Equal("305", plan.Agent.Number);
        Assert.Equal([Lane.Caller, Lane.Agent], plan.Lanes);
        Assert.Equal(2, after.Participants.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<recording>")]
    [InlineData("<other/>")]
    [InlineData("<!DOCTYPE r [<!ENTITY a \"b\">]><recording>&a;</recording>")]
    [InlineData("<recording><participant participant_id=\"1\" participant_id=\"2\"/></recording>")]
    public void TryParse_NotMetadata_SaysNo(string xml) => Assert.False(MetadataParser.TryParse(Encoding.UTF8.GetBytes(xml), out _));

    [Fact]
    public void TryParse_DeepOrEndless_SaysNo()
    {
        string deep = string.Concat(Enumerable.Repeat("<recording>", 500)) + string.Concat(Enumerable.Repeat("</recording>", 500));
        string many = "<recording>" + string.Concat(Enumerable.Repeat("<stream/>", 5000)) + "</recording>";

        Assert.False(MetadataParser.TryParse(Encoding.UTF8.GetBytes(deep), out _));
        Assert.False(MetadataParser.TryParse(Encoding.UTF8.GetBytes(many), out _));
    }

    [Fact]
    public void TryParse_WhiteSpaceBeforeTheDeclaration_Borne() => Assert.NotNull(Read("\r\n  " + Sip.Samples.Metadata));

    [Fact]
    public void TryParse_EveryByteChanged_NeverThrows()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Sip.Samples.Metadata);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] broken = [.. whole];
            broken[i] ^= (byte)(1 << (i % 8));
            _ = MetadataParser.TryParse(broken, out _);
            _ = MetadataParser.TryParse(whole.AsSpan(0, i), out _);
        }
    }

    private static RecordingMetadata Read(string xml)
    {
        Assert.True(MetadataParser.TryParse(Encoding.UTF8.GetBytes(xml), out RecordingMetadata? metadata));
        return metadata;
    }
}
