using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp;
using Supervision.Telephony.Rtp.Net;
using Supervision.Telephony.Rtp.Sending;
using Supervision.Testing;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>One call with one line on a clock of its own; datagrams are put in by hand.</summary>
internal sealed class LineRig : IAsyncDisposable
{
    internal const byte EventType = 101;

    /// <summary>Below the ports that the system lends to others.</summary>
    internal const string PortRange = "30000-31999";

    internal static readonly SocketAddress Peer = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4000).Serialize();
    internal static readonly SocketAddress Stranger = new IPEndPoint(IPAddress.Parse("198.51.100.7"), 4000).Serialize();

    internal LineRig(RtpSettings? settings = null, ICallMediaSink? sink = null, bool start = true)
    {
        Engine = new RtpMediaEngine(settings ?? new RtpSettings { PortRange = PortRange }, Time, NullLoggerFactory.Instance, _ => new NoPump());
        StartedAt = Time.GetUtcNow();
        Session = (RtpSession)Engine.Open(CallId.New(Time), StartedAt, News.Add);
        Assert.True(Session.TryAddLine(IPAddress.Loopback, out IMediaLine line));
        Line = (RtpLine)line;
        Configure();
        if (start)
        {
            Session.Start(sink ?? Sink);
        }
    }

    internal ManualTimeProvider Time { get; } = new();

    internal DateTimeOffset StartedAt { get; }

    internal RtpMediaEngine Engine { get; }

    internal RtpSession Session { get; }

    internal RtpLine Line { get; }

    internal CollectingSink Sink { get; } = new();

    internal List<MediaNews> News { get; } = [];

    internal RtpStatistics Statistics => Engine.Statistics();

    internal static MediaLineSettings Settings(
        Lane lane = Lane.Caller, bool expectsMedia = true, IPEndPoint? remoteRtcp = null, IPEndPoint? remoteRtp = null) => new()
        {
            Lane = lane,
            PayloadTypes = new Dictionary<byte, AudioCodec> { [0] = AudioCodec.Pcmu, [8] = AudioCodec.Pcma },
            TelephoneEventPayloadType = EventType,
            RemoteRtp = remoteRtp,
            RemoteRtcp = remoteRtcp,
            ExpectsMedia = expectsMedia,
        };

    internal void Configure(Lane lane = Lane.Caller, bool expectsMedia = true, IPEndPoint? remoteRtcp = null, IPEndPoint? remoteRtp = null)
    {
        Line.Configure(Settings(lane, expectsMedia, remoteRtcp, remoteRtp));
    }

    internal void Receive(ReadOnlySpan<byte> datagram, SocketAddress? source = null) => Line.OnRtp(datagram, source ?? Peer);

    /// <summary>Moves the clock to a time since the call's start.</summary>
    internal void MoveTo(TimeSpan at)
    {
        TimeSpan by = StartedAt + at - Time.GetUtcNow();
        if (by > TimeSpan.Zero)
        {
            Time.Advance(by);
        }
    }

    internal void Wait(int milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Plays a stream in simulated time; each packet takes as long through the network as <paramref name="delay"/> says.</summary>
    internal void Play(RtpStreamOptions options, Func<TimeSpan>? delay = null, TimeSpan? until = null)
    {
        RtpPacketizer packetizer = new(options);
        RtpImpairment impairment = new(options);
        PriorityQueue<byte[], (long, int)> network = new();
        byte[] buffer = new byte[RtpPacketizer.MaxBytes];
        TimeSpan begun = Time.GetUtcNow() - StartedAt;
        int count = 0;
        while (!packetizer.IsFinished && (until is null || packetizer.DueTicks < until.Value.Ticks))
        {
            long due = packetizer.DueTicks;
            int length = packetizer.Next(buffer);
            int copies = length == 0 ? 0 : impairment.Pass(buffer.AsSpan(0, length));
            for (int i = 0; i < copies; i++)
            {
                network.Enqueue(buffer[..length], (due + (delay?.Invoke() ?? TimeSpan.Zero).Ticks, count++));
            }

            if (length > 0 && impairment.TryRelease(atEnd: false, out ReadOnlySpan<byte> held))
            {
                network.Enqueue(held.ToArray(), (due, count++));
            }

            Deliver(network, begun, due);
        }

        Deliver(network, begun, long.MaxValue);
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private void Deliver(PriorityQueue<byte[], (long Ticks, int)> network, TimeSpan begun, long until)
    {
        while (network.TryPeek(out byte[]? datagram, out (long Ticks, int) at) && at.Ticks <= until)
        {
            network.Dequeue();
            MoveTo(begun + TimeSpan.FromTicks(at.Ticks));
            Receive(datagram);
        }
    }

    /// <summary>Datagrams come from the test's hand only.</summary>
    private sealed class NoPump : IDatagramPump
    {
        public bool IsBroken => false;

        public void Add(UdpPort port)
        {
        }

        public void Remove(UdpPort port)
        {
        }

        public void Dispose()
        {
        }
    }
}
