using System.Net;
using System.Text;
using Supervision.Shared;
using Supervision.Telephony.Sdp;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Sdp;

public sealed class SdpTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    [Fact]
    public void Negotiate_DynamicPayloadTypes_Mapped()
    {
        SdpLine line = Assert.Single(Negotiate("m=audio 4000 RTP/AVP 97 98 99 100\r\na=rtpmap:97 pcma/8000/1\r\na=rtpmap:98 G722/8000\r\n"
            + "a=rtpmap:99 PCMU/8000\r\na=rtpmap:100 telephone-event/8000\r\n"));

        Assert.True(line.IsAccepted);
        Assert.Equal([new(97, AudioCodec.Pcma), new(99, AudioCodec.Pcmu)], line.Codecs);
        Assert.Equal((byte)100, line.TelephoneEvent);
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 97\r\na=rtpmap:97 PCMA/16000\r\n")]
    [InlineData("m=audio 4000 RTP/AVP 97\r\na=rtpmap:97 PCMA/8000/2\r\n")]
    [InlineData("m=audio 4000 RTP/AVP 97\r\n")]
    [InlineData("m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 GSM/8000\r\n")]
    [InlineData("m=audio 0 RTP/AVP 8\r\n")]
    [InlineData("m=audio 4000 RTP/SAVP 8\r\n")]
    [InlineData("m=audio 4000 udp 8\r\n")]
    [InlineData("m=video 4000 RTP/AVP 8\r\n")]
    [InlineData("m=audio 4000 RTP/AVP *\r\n")]
    public void Negotiate_NotPlainG711_Refused(string media) => Assert.False(Assert.Single(Negotiate(media)).IsAccepted);

    [Theory]
    [InlineData("", "192.0.2.1:4001")]
    [InlineData("a=rtcp:5000\r\n", "192.0.2.1:5000")]
    [InlineData("a=rtcp:5000 IN IP4 192.0.2.7\r\n", "192.0.2.7:5000")]
    [InlineData("a=rtcp:x\r\n", "192.0.2.1:4001")]
    [InlineData("c=IN IP4 192.0.2.9\r\n", "192.0.2.9:4001")]
    [InlineData("c=IN IP6 2001:db8::9\r\n", "[2001:db8::9]:4001")]
    [InlineData("c=IN IP4 0.0.0.0\r\n", null)]
    [InlineData("c=IN IP4 media.example.org\r\n", null)]
    [InlineData("c=IN IP4 224.2.1.1/127\r\n", null)]
    public void Negotiate_RtcpAddress_FollowsTheDescription(string attributes, string? expected)
    {
        SdpLine line = Assert.Single(Negotiate("m=audio 4000 RTP/AVP 8\r\n" + attributes));

        Assert.Equal(expected, line.RemoteRtcp?.ToString());
        Assert.True(line.IsAccepted);
    }

    [Theory]
    [InlineData("sendrecv", "recvonly", true)]
    [InlineData("sendonly", "recvonly", true)]
    [InlineData("recvonly", "inactive", false)]
    [InlineData("inactive", "inactive", false)]
    public void Answer_Direction_OnlyEverListens(string offered, string answered, bool expects)
    {
        SdpSession offer = Read(Head + $"a={offered}\r\nm=audio 4000 RTP/AVP 8\r\n");
        SdpLine line = Assert.Single(SdpNegotiator.Negotiate(offer));

        Assert.Equal(expects, line.ExpectsMedia);
        Assert.Contains($"a={answered}\r\n", Answer(offer), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_SeveralLines_KeepsOrderAndRefusesByPortZero()
    {
        SdpSession offer = Read(Head.Replace("t=0 0", "t=3034423619 3042462419", StringComparison.Ordinal)
            + "m=video 4010 RTP/AVP 31 34\r\nm=audio 4000 RTP/AVPF 18 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:30\r\na=label:x\r\n"
            + "m=application 4020 TCP/BFCP *\r\n");

        Assert.Equal(
            "t=3034423619 3042462419\r\nm=video 0 RTP/AVP 31 34\r\nm=audio 20000 RTP/AVPF 8 101\r\na=rtpmap:8 PCMA/8000\r\n"
            + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:30\r\na=label:x\r\na=recvonly\r\nm=application 0 TCP/BFCP *\r\n",
            Answer(offer)[Answer(offer).IndexOf("t=", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Write_Ipv6_SaysSo()
    {
        var writer = new SdpWriter(new ManualTimeProvider());
        string text = Encoding.UTF8.GetString(writer.Write(IPAddress.Parse("2001:db8::1"), "0 0", []));

        Assert.Contains("c=IN IP6 2001:db8::1\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=1\r\n")]
    [InlineData("o=- 1 1 IN IP4 1.2.3.4\r\nv=0\r\n")]
    [InlineData("v=0\r\nm=audio\r\n")]
    [InlineData("v=0\r\nm=audio 70000 RTP/AVP 8\r\n")]
    [InlineData("v=0\r\nc=IN IP4\r\n")]
    [InlineData("v=0\r\nc=ATM X y\r\n")]
    [InlineData("v=0\r\nrubbish\r\n")]
    public void TryParse_Broken_SaysNo(string text) => Assert.False(SdpParser.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void TryParse_TooMuch_SaysNo()
    {
        Assert.False(SdpParser.TryParse(Encoding.ASCII.GetBytes(Head + string.Concat(Enumerable.Repeat("m=audio 1 RTP/AVP 8\r\n", SdpParser.MaxMedia + 1))), out _));
        Assert.False(SdpParser.TryParse(Encoding.ASCII.GetBytes(Head + string.Concat(Enumerable.Repeat("a=x\n", 5000))), out _));
    }

    [Fact]
    public void TryParse_EveryByteChanged_NeverThrows()
    {
        byte[] whole = Encoding.ASCII.GetBytes(ScriptedSipPeer.Description([4000, 4002], labels: ["1", "2"]) + "a=rtcp:5000 IN IP4 1.2.3.4\r\na=ptime:20\r\n");
        for (int i = 0; i < whole.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] broken = [.. whole];
                broken[i] ^= (byte)(1 << bit);
                if (SdpParser.TryParse(broken, out SdpSession? session))
                {
                    _ = new SdpWriter(TimeProvider.System).Write(
                        IPAddress.Loopback, session.Time, SdpNegotiator.Negotiate(session).Select(line => SdpLocalLine.Answer(line, 1)));
                }
            }
        }
    }

    private static string Answer(SdpSession offer) => Encoding.UTF8.GetString(new SdpWriter(new ManualTimeProvider()).Write(
        IPAddress.Loopback, offer.Time, SdpNegotiator.Negotiate(offer).Select(line => SdpLocalLine.Answer(line, 20_000))));

    private static IReadOnlyList<SdpLine> Negotiate(string media) => SdpNegotiator.Negotiate(Read(Head + media));

    private static SdpSession Read(string text)
    {
        Assert.True(SdpParser.TryParse(Encoding.ASCII.GetBytes(text), out SdpSession? session));
        return session;
    }
}
