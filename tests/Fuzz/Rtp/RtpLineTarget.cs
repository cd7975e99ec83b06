using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Telephony;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp;
using Supervision.Telephony.Rtp.Net;

namespace Supervision.Fuzz.Rtp;

/// <summary>
/// A whole line, fed on both ports with one input after the other, so that each finds the state that those before it left: sources,
/// clock, jitter buffer, keys. Its time goes on by what the inputs say.
/// </summary>
internal sealed class RtpLineTarget : IFuzzTarget, ICallMediaSink
{
    private static readonly SocketAddress Peer = new IPEndPoint(IPAddress.Loopback, 4000).Serialize();

    private readonly FrozenTime _time = new();
    private readonly RtpSession _session;
    private readonly RtpLine _line;
    private readonly byte[] _datagram = new byte[UdpPort.MaxDatagramBytes];
    private long _end;
    private uint _packets;

    internal RtpLineTarget()
    {
        RtpMediaEngine engine = new(new RtpSettings(), _time, NullLoggerFactory.Instance, _ => new NoPump());
        _session = (RtpSession)engine.Open(CallId.New(_time), _time.GetUtcNow(), _ => { });
        if (!_session.TryAddLine(IPAddress.Loopback, out IMediaLine line))
        {
            throw new InvalidOperationException("No port is free.");
        }

        _line = (RtpLine)line;
        _line.Configure(new MediaLineSettings
        {
            Lane = Lane.Caller,
            PayloadTypes = new Dictionary<byte, AudioCodec> { [0] = AudioCodec.Pcmu, [8] = AudioCodec.Pcma },
            TelephoneEventPayloadType = RtpSeeds.EventType,
            ExpectsMedia = true,
        });
        _session.Start(this);
    }

    public string Name => "rtp-line";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. RtpSeeds.Rtp, .. RtpSeeds.Rtcp];

    public void Run(ReadOnlySpan<byte> input)
    {
        _time.Ticks += TimeSpan.TicksPerMillisecond * (input.IsEmpty ? 1 : input[^1] / 4);
        Span<byte> datagram = _datagram.AsSpan(0, Math.Min(input.Length, _datagram.Length));
        input[..datagram.Length].CopyTo(datagram);
        Renumber(datagram);
        _line.OnRtp(datagram, Peer);
        _line.OnRtcp(input, Peer);
        _session.Tick();
        if (_session.Counters.SinkFailures > 0)
        {
            throw new InvalidOperationException("Frames overlap or a payload has no place.");
        }
    }

    /// <summary>Numbers in the input are relative to a stream that goes on; fixed ones would soon all be duplicates.</summary>
    private void Renumber(Span<byte> datagram)
    {
        if (datagram.Length >= RtpPacket.FixedHeaderBytes)
        {
            _packets++;
            BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], (ushort)(BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) + _packets));
            BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) + (_packets * 160));
        }
    }

    public void OnPayload(in MediaPayload payload)
    {
        if (payload.PositionSamples < 0 || payload.Bytes.IsEmpty)
        {
            throw new InvalidOperationException($"Payload of {payload.Bytes.Length} at {payload.PositionSamples}.");
        }
    }

    public void OnFrame(in AudioFrame frame)
    {
        if (frame.PositionSamples < _end || frame.Payload.Length != AudioFrame.Samples)
        {
            throw new InvalidOperationException($"Frame at {frame.PositionSamples} after {_end}.");
        }

        _end = frame.PositionSamples + AudioFrame.Samples;
    }

    public void OnEvent(CallEvent callEvent)
    {
    }

    /// <summary>Moves only by hand; its timers never fire.</summary>
    private sealed class FrozenTime : TimeProvider
    {
        internal long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(Ticks);

        public override long GetTimestamp() => Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

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
