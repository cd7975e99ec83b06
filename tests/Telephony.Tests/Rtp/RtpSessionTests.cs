using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>A call's media from its opening to its end.</summary>
public sealed class RtpSessionTests
{
    [Fact]
    public async Task Start_MediaCameBefore_IsHandedOverInItsPlace()
    {
        await using LineRig rig = new(start: false);
        for (int i = 0; i < 20; i++)
        {
            rig.Wait(20);
            rig.Receive(Packets.Audio(i));
        }

        rig.Session.Start(rig.Sink);
        Assert.Empty(rig.Sink.Payloads);
        rig.Wait(20);
        rig.Receive(Packets.Audio(20));
        Assert.Equal(Enumerable.Range(0, 21).Select(i => i * 160L), rig.Sink.Payloads.Select(payload => payload.Position));
        Assert.Equal(21, rig.Sink.Frames.Count);
    }

    [Fact]
    public async Task Start_MoreThanIsKept_CountsWhatIsDropped()
    {
        await using LineRig rig = new(start: false);
        for (int i = 0; i < EarlyMedia.Capacity + 30; i++)
        {
            rig.Receive(Packets.Audio(i));
        }

        rig.Session.Start(rig.Sink);
        rig.Wait(20);
        Assert.Equal(EarlyMedia.Capacity, rig.Sink.Payloads.Count);
        Assert.Equal(30, rig.Statistics.EarlyDropped);
    }

    [Fact]
    public async Task Tick_NoPacketForTheIdleTimeout_TellsOnce()
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5 });
        rig.Wait(4000);
        rig.Receive(Packets.Audio(0));
        rig.Wait(4980);
        Assert.Empty(rig.News);
        rig.Wait(60);
        Assert.Equal([MediaNews.Lost], rig.News);
        rig.Wait(20_000);
        Assert.Single(rig.News);
    }

    [Fact]
    public async Task Tick_OnlyTheSourcesOwnRtcpComes_TheCallIsSilentNotLost()
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5 });
        rig.Receive(Packets.Audio(0));
        for (int report = 0; report < 10; report++)
        {
            rig.Wait(3000);
            rig.Line.OnRtcp(RtcpTests.SenderReport(Packets.Ssrc), LineRig.Peer);
        }

        Assert.Equal([MediaNews.Silent], rig.News);
        Assert.Equal(1, rig.Engine.Report().Figures["silentCalls"]);
        rig.Session.SetHeld(true);
        Assert.Equal(0, rig.Engine.Report().Figures["silentCalls"]);
        rig.Session.SetHeld(false);
        rig.Receive(Packets.Audio(1));
        rig.Wait(20);
        Assert.Equal([MediaNews.Silent, MediaNews.Flowing], rig.News);
        Assert.Equal(0, rig.Engine.Report().Figures["silentCalls"]);

        // The reports end too: nobody is there.
        rig.Wait(6000);
        Assert.Equal(MediaNews.Lost, rig.News[^1]);
    }

    [Fact]
    public async Task Tick_OnlyRtcpComesForTheSilenceLimit_TheCallIsLost()
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5, SilenceLimitMinutes = 2 });
        rig.Receive(Packets.Audio(0));
        for (int second = 0; second < 118; second += 2)
        {
            rig.Wait(2000);
            rig.Line.OnRtcp(RtcpTests.SenderReport(Packets.Ssrc), LineRig.Peer);
        }

        rig.Wait(1980);
        Assert.Equal([MediaNews.Silent], rig.News);
        rig.Wait(20);
        Assert.Equal([MediaNews.Silent, MediaNews.Lost], rig.News);
    }

    [Fact]
    public async Task Tick_OnlyRtcpEverCame_TheCallIsLost()
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5 });
        rig.Configure(remoteRtcp: new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4001));
        for (int report = 0; report < 3; report++)
        {
            rig.Wait(2000);
            rig.Line.OnRtcp(RtcpTests.SenderReport(Packets.Ssrc), LineRig.Peer);
        }

        Assert.Equal(3, rig.Statistics.RtcpReceived);
        Assert.Equal([MediaNews.Lost], rig.News);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1440, 0)]
    [InlineData(1441, 1)]
    public void Errors_SilenceLimit_IsBetweenAMinuteAndADay(int minutes, int errors) =>
        Assert.Equal(errors, new RtpSettings { SilenceLimitMinutes = minutes }.Errors().Count());

    [Theory]
    [InlineData("stranger")]
    [InlineData("goodbye")]
    [InlineData("broken")]
    public async Task Tick_RtcpThatIsNoSignOfLife_TheCallIsLost(string kind)
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5 });
        rig.Receive(Packets.Audio(0));
        byte[] report = RtcpTests.SenderReport(Packets.Ssrc);
        byte[] goodbye = [0x81, RtcpType.Goodbye, 0, 1, 0, 0, 0, 1];
        for (int i = 0; i < 4; i++)
        {
            rig.Wait(2000);
            rig.Line.OnRtcp(
                kind == "goodbye" ? [.. report, .. goodbye] : kind == "broken" ? [.. report, 0x80] : report,
                kind == "stranger" ? LineRig.Stranger : LineRig.Peer);
        }

        Assert.Equal([MediaNews.Lost], rig.News);
    }

    [Fact]
    public async Task Tick_HeldWhileSilent_ComesBackWithTheFirstPacketOnly()
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5 });
        rig.Receive(Packets.Audio(0));
        rig.Wait(4000);
        rig.Line.OnRtcp(RtcpTests.SenderReport(Packets.Ssrc), LineRig.Peer);
        rig.Wait(2000);
        rig.Session.SetHeld(true);
        rig.Wait(60_000);
        rig.Session.SetHeld(false);
        rig.Wait(4000);
        Assert.Equal([MediaNews.Silent], rig.News);
        rig.Receive(Packets.Audio(1));
        rig.Wait(20);
        Assert.Equal([MediaNews.Silent, MediaNews.Flowing], rig.News);
    }

    [Fact]
    public async Task Tick_WhileHeld_TheTimeoutRests()
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5 });
        rig.Session.SetHeld(true);
        rig.Wait(60_000);
        Assert.Empty(rig.News);
        rig.Session.SetHeld(false);
        rig.Wait(4900);
        Assert.Empty(rig.News);
        rig.Wait(200);
        Assert.Single(rig.News);
    }

    [Fact]
    public async Task Tick_NoLineExpectsMedia_TheTimeoutRests()
    {
        await using LineRig rig = new(new RtpSettings { PortRange = LineRig.PortRange, IdleTimeoutSeconds = 5 });
        rig.Configure(expectsMedia: false);
        rig.Wait(60_000);
        Assert.Empty(rig.News);
    }

    [Fact]
    public async Task DisposeAsync_PacketsWaitingBehindAHole_AreHandedOverAndNothingAfter()
    {
        await using LineRig rig = new();
        foreach (int i in (int[])[0, 1, 3])
        {
            rig.Receive(Packets.Audio(i));
        }

        await rig.Session.DisposeAsync();
        Assert.Equal(3, rig.Sink.Frames.Count);
        rig.Receive(Packets.Audio(4));
        rig.Wait(100);
        Assert.Equal(3, rig.Sink.Payloads.Count);
        Assert.Equal(0, rig.Statistics.ActiveSessions);
        Assert.Equal(3, rig.Statistics.PacketsReceived);
        await rig.Session.DisposeAsync();
    }

    [Fact]
    public async Task DisposeAsync_PacketsStillInTheSocket_AreHandedOver()
    {
        await using LineRig rig = new();
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < 30; i++)
        {
            await peer.SendToAsync(Packets.Audio(i), new IPEndPoint(IPAddress.Loopback, rig.Line.RtpPort));
        }

        Assert.Empty(rig.Sink.Payloads);
        await rig.Session.DisposeAsync();
        Assert.Equal(30, rig.Sink.Payloads.Count);
        Assert.Equal(30, rig.Sink.Frames.Count);
    }

    [Fact]
    public async Task Receive_SinkThrows_IsCountedAndTheCallGoesOn()
    {
        ThrowingSink sink = new();
        await using LineRig rig = new(sink: sink);
        for (int i = 0; i < 5; i++)
        {
            rig.Receive(Packets.Audio(i));
        }

        Assert.Equal(5, sink.Payloads);
        Assert.Equal(10, rig.Statistics.SinkFailures);
    }

    [Fact]
    public async Task TryAddLine_RangeExhausted_IsFalseUntilAPairIsFree()
    {
        await using RtpMediaEngine engine = new(new RtpSettings { PortRange = "32001-32005" }, TimeProvider.System, NullLoggerFactory.Instance);
        IMediaSession first = Open(engine);
        Assert.True(first.TryAddLine(IPAddress.Loopback, out IMediaLine one));
        Assert.True(first.TryAddLine(IPAddress.Loopback, out IMediaLine two));
        Assert.Equal([32002, 32004], [one.RtpPort, two.RtpPort]);
        Assert.False(first.TryAddLine(IPAddress.Loopback, out _));
        Assert.Equal(1, engine.Statistics().PortsExhausted);
        Assert.Equal(PartState.Degraded, engine.Report().State);
        await first.DisposeAsync();
        Assert.True(Open(engine).TryAddLine(IPAddress.Loopback, out _));
    }

    [Fact]
    public async Task TryAddLine_PortTakenByAnother_TakesTheNextPair()
    {
        using Socket taken = new(SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 32103));
        await using RtpMediaEngine engine = new(new RtpSettings { PortRange = "32102-32105" }, TimeProvider.System, NullLoggerFactory.Instance);
        Assert.True(Open(engine).TryAddLine(IPAddress.Loopback, out IMediaLine line));
        Assert.Equal(32104, line.RtpPort);
    }

    [Fact]
    public async Task Report_Quiet_IsOkAndNamesThePart()
    {
        await using LineRig rig = new();
        PartHealth health = rig.Engine.Report();
        Assert.Equal("rtp", health.Part);
        Assert.Equal(PartState.Ok, health.State);
        Assert.Equal(1, health.Figures["activeSessions"]);
    }

    private static IMediaSession Open(RtpMediaEngine engine)
    {
        return engine.Open(CallId.New(TimeProvider.System), TimeProvider.System.GetUtcNow(), _ => { });
    }

    private sealed class ThrowingSink : ICallMediaSink
    {
        internal int Payloads { get; private set; }

        public void OnPayload(in MediaPayload payload)
        {
            Payloads++;
            throw new InvalidOperationException("disk");
        }

        public void OnFrame(in AudioFrame frame) => throw new InvalidOperationException("analysis");

        public void OnEvent(CallEvent callEvent)
        {
        }
    }
}
