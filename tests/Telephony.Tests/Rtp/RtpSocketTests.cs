using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp;
using Supervision.Telephony.Rtp.Net;
using Supervision.Telephony.Rtp.Sending;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>The whole way over real sockets: the paced sender, the pumps, the engine.</summary>
public sealed class RtpSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>A sender that a busy machine keeps waiting is late, not lossy: the buffer waits as long as it may.</summary>
    private const int LongestWaitForAProcessorMs = 1000;

    public static TheoryData<bool, string> Ways => new()
    {
        { true, "127.0.0.1" },
        { false, "127.0.0.1" },
        { true, "::1" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Send_TwoLanesOfSeveralCalls_ArriveWhole(bool useEpoll, string address)
    {
        const int calls = 5;
        IPAddress local = IPAddress.Parse(address);
        byte[] audio = Packets.Noise(8000);
        await using RtpMediaEngine engine = new(
            new RtpSettings { PortRange = "32200-32499", MaxJitterMs = LongestWaitForAProcessorMs }, TimeProvider.System, NullLoggerFactory.Instance, logger => CreatePump(useEpoll, logger));
        using RtpSender sender = new(TimeProvider.System);
        List<CollectingSink> sinks = [];
        List<RtpStream> streams = [];
        for (int i = 0; i < calls; i++)
        {
            CollectingSink sink = new() { WantedFrames = 100 };
            IMediaSession session = engine.Open(CallId.New(TimeProvider.System), TimeProvider.System.GetUtcNow(), _ => { });
            RtpStream[] lanes = [.. ((Lane[])[Lane.Caller, Lane.Agent]).Select(lane => MakeStream(session, local, lane, audio))];
            session.Start(sink);
            sender.Add(lanes);
            sinks.Add(sink);
            streams.AddRange(lanes);
        }

        foreach (CollectingSink sink in sinks)
        {
            await sink.Enough.WaitAsync(Patience);
            Assert.Empty(sink.Faults);
            Assert.All((Lane[])[Lane.Caller, Lane.Agent], lane => AssertWhole(audio, [.. sink.Frames.Where(frame => frame.Lane == lane)]));
        }

        await Task.WhenAll(streams.Select(stream => stream.Completed)).WaitAsync(Patience);
        Assert.Equal(calls * 100, sender.PacketsSent);
        Assert.Equal(calls * 100, engine.Statistics().PacketsReceived);
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Open_ManyCallsOneAfterTheOther_PumpForgetsTheClosedOnes()
    {
        await using RtpMediaEngine engine = new(new RtpSettings { PortRange = "32500-32699" }, TimeProvider.System, NullLoggerFactory.Instance);
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < 300; i++)
        {
            CollectingSink sink = new() { WantedFrames = 2 };
            await using IMediaSession session = engine.Open(CallId.New(TimeProvider.System), TimeProvider.System.GetUtcNow(), _ => { });
            Assert.True(session.TryAddLine(IPAddress.Loopback, out IMediaLine line));
            line.Configure(LineRig.Settings());
            session.Start(sink);
            IPEndPoint target = new(IPAddress.Loopback, line.RtpPort);
            await peer.SendToAsync(Packets.Audio(0), target);
            await peer.SendToAsync(Packets.Audio(1), target);
            await sink.Enough.WaitAsync(Patience);
        }

        Assert.Equal(600, engine.Statistics().PacketsReceived);
        Assert.Equal(0, engine.Statistics().ActiveLines);
    }

    [Fact]
    public async Task Pause_Stream_SendsNothingAndGoesOnInTime()
    {
        using Socket peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        RtpPacketizer packetizer = new(new RtpStreamOptions { Audio = Packets.Noise(1600), Codec = AudioCodec.Pcma });
        byte[] datagram = new byte[RtpPacketizer.MaxBytes];
        Assert.True(packetizer.Next(datagram) > 0);
        Assert.True(RtpPacket.TryParse(datagram, out RtpPacket first));
        uint timestamp = first.Timestamp;
        packetizer.IsPaused = true;
        Assert.Equal(0, packetizer.Next(datagram));
        Assert.Equal(0, packetizer.Next(datagram));
        packetizer.IsPaused = false;
        int length = packetizer.Next(datagram);
        Assert.True(RtpPacket.TryParse(datagram.AsSpan(0, length), out RtpPacket resumed));
        Assert.Equal(timestamp + 480, resumed.Timestamp);
        Assert.True(resumed.Marker);

        using RtpSender sender = new(TimeProvider.System);
        using RtpStream stream = new(new RtpStreamOptions { Audio = Packets.Noise(800), Codec = AudioCodec.Pcma, Loop = true })
        {
            Destination = (IPEndPoint)peer.LocalEndPoint!,
        };
        stream.Pause();
        sender.Add(stream);
        stream.Resume();
        byte[] buffer = new byte[2048];
        Assert.Equal(172, await peer.ReceiveAsync(buffer).WaitAsync(Patience));
        stream.Stop();
        await stream.Completed.WaitAsync(Patience);
    }

    /// <summary>Every sample in its order; a machine that stalls may make the line's clock slip a few, and the last frame short of them.</summary>
    private static void AssertWhole(byte[] audio, CollectingSink.Piece[] frames)
    {
        byte[] heard = [.. frames.SkipLast(1).SelectMany(frame => frame.Bytes)];
        int left = 0;
        int at = 0;
        foreach (byte sample in heard)
        {
            while (at < audio.Length && audio[at] != sample)
            {
                at++;
                left++;
            }

            at++;
        }

        Assert.Equal(audio.Length / AudioFrame.Samples, frames.Length);
        Assert.True(at <= audio.Length, "A sample that was never sent.");
        Assert.InRange(left, 0, audio.Length / 100);
    }

    private static IDatagramPump CreatePump(bool useEpoll, ILogger logger)
    {
        return useEpoll && EpollPump.IsSupported ? new EpollPump(logger) : new SocketPump(logger);
    }

    private static RtpStream MakeStream(IMediaSession session, IPAddress local, Lane lane, byte[] audio)
    {
        Assert.True(session.TryAddLine(local, out IMediaLine line));
        line.Configure(LineRig.Settings(lane));
        return new RtpStream(new RtpStreamOptions { Audio = audio, Codec = AudioCodec.Pcma, Local = new IPEndPoint(local, 0) })
        {
            Destination = new IPEndPoint(local, line.RtpPort),
        };
    }
}
