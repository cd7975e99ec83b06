using System.Buffers;
using System.Net;
using Supervision.Shared;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp.Net;

namespace Supervision.Telephony.Rtp;

/// <summary>
/// One m= line: its two ports, the source it listens to and the way of its packets to the call's sink. Everything but the ports is
/// guarded by the session's lock.
/// </summary>
internal sealed partial class RtpLine : IMediaLine, IFrameSink
{
    private readonly RtpSession _session;
    private readonly RtpCounters _counters;
    private readonly SourceLatch _latch = new();
    private readonly LaneClock _clock;
    private readonly FrameCutter _cutter;
    private readonly JitterBuffer _jitter;
    private readonly DtmfReceiver _dtmf = new();
    private readonly RtpReception _reception = new();
    private readonly PayloadKind[] _kinds = new PayloadKind[128];
    private MediaLineSettings? _settings;
    private Lane _lane = Lane.Mixed;
    private Candidate _candidate;
    private long _lastAudio;

    internal RtpLine(RtpSession session, int maxJitterMs)
    {
        _session = session;
        _counters = session.Counters;
        _clock = new LaneClock(_counters);
        _cutter = new FrameCutter(this, _counters);
        _jitter = new JitterBuffer(_cutter, _counters, maxJitterMs);
        _maxHold = maxJitterMs * 8;
        InitialiseReports();
    }

    /// <summary>What a payload type number means on this line.</summary>
    private enum PayloadKind : byte
    {
        Unknown,
        Pcmu,
        Pcma,
        Event,
        ComfortNoise,
    }

    public int RtpPort => Rtp.Number;

    internal UdpPort Rtp { get; private set; } = null!;

    internal UdpPort Rtcp { get; private set; } = null!;

    /// <summary>True while the negotiated direction lets the peer send; unknown before the first answer.</summary>
    internal bool ExpectsMedia => _settings?.ExpectsMedia ?? true;

    public void Configure(MediaLineSettings settings)
    {
        lock (_session.Gate)
        {
            if (_settings is not null && !Equals(_settings.RemoteRtcp, settings.RemoteRtcp))
            {
                // A re-INVITE moved the peer: its new address is as good as the first one was.
                _latch.Release();
            }

            if (_settings is { ExpectsMedia: false } && settings.ExpectsMedia)
            {
                _clock.ExpectJump();
            }

            if (_settings is not null && settings.Lane != _lane)
            {
                // Frames of a lane never go back, whichever line brings them.
                _jitter.Drain();
                _cutter.RaiseEnd(_session.LaneEnd(settings.Lane));
            }

            _lane = settings.Lane;
            _settings = settings;
            SetRemote(settings.RemoteRtcp);
            MapPayloadTypes(settings);
        }
    }

    /// <summary>Takes the bound ports; once, before the pump knows them.</summary>
    internal void Attach(UdpPort rtp, UdpPort rtcp)
    {
        Rtp = rtp;
        Rtcp = rtcp;
    }

    /// <summary>From the pump: a datagram on the RTP port.</summary>
    internal void OnRtp(ReadOnlySpan<byte> datagram, SocketAddress source)
    {
        lock (_session.Gate)
        {
            if (_session.IsClosed)
            {
                return;
            }

            long now = _session.Now();
            if (!RtpPacket.TryParse(datagram, out RtpPacket packet))
            {
                _counters.Malformed++;
                return;
            }

            if (!_latch.Accepts(source, now))
            {
                _counters.WrongSource++;
                return;
            }

            _counters.Packets++;
            _session.OnAlive(now);
            if (!_session.ReplayEarly())
            {
                _session.KeepEarly(this, datagram, now);
                return;
            }

            Take(packet, datagram, now);
        }
    }

    /// <summary>A datagram that was kept until the call was answered.</summary>
    internal void Replay(ReadOnlySpan<byte> datagram, long arrival)
    {
        if (RtpPacket.TryParse(datagram, out RtpPacket packet))
        {
            Take(packet, datagram, arrival);
        }
    }

    internal void ExpectJump() => _clock.ExpectJump();

    /// <summary>From the shared timer: gives up what waited too long.</summary>
    internal void Tick(long now)
    {
        _jitter.Tick(now);
        if (_cutter.HasPartial && now - _lastAudio > _maxHold)
        {
            _cutter.Flush();
        }

        SendReportWhenDue(now);
    }

    /// <summary>Hands over everything that waits; the call is ending.</summary>
    internal void Finish()
    {
        _jitter.Drain();
        _cutter.Flush();
        _candidate.Release();
    }

    void IFrameSink.OnFrame(AudioCodec codec, long position, ReadOnlySpan<byte> frame) => _session.Emit(_lane, codec, position, frame);

    /// <summary>Finds the packet's source (RFC 3550 §8.2 and A.1) and lets it prove itself before it is believed.</summary>
    private void Take(in RtpPacket packet, ReadOnlySpan<byte> datagram, long arrival)
    {
        if (!ExpectsMedia)
        {
            _counters.NotExpected++;
            return;
        }

        if (_reception.IsActive && packet.Ssrc == _reception.Ssrc && TakeKnown(packet, arrival))
        {
            if (_candidate.IsSet)
            {
                // The old source still speaks: what came from another in between was no change of source.
                _counters.Unproved++;
                _candidate.Release();
            }

            return;
        }

        if (!_candidate.IsProvedBy(packet))
        {
            if (_candidate.IsSet)
            {
                _counters.Unproved++;
            }

            _candidate.Hold(packet, datagram, arrival);
            return;
        }

        Accept(packet, arrival);
    }

    /// <summary>The second packet in sequence: the source is real, and the first one counts too.</summary>
    private void Accept(in RtpPacket packet, long arrival)
    {
        Candidate proved = _candidate;
        _candidate = default;
        _jitter.Restart();
        _clock.Reset();
        _dtmf.Reset();
        _counters.SourceChanges++;
        if ((short)(packet.SequenceNumber - proved.SequenceNumber) > 0)
        {
            _reception.Reset(packet.Ssrc, proved.SequenceNumber);
            TakeHeld(proved, proved.Arrival);
            TakeKnown(packet, arrival);
        }
        else
        {
            _reception.Reset(packet.Ssrc, packet.SequenceNumber);
            TakeKnown(packet, arrival);
            TakeHeld(proved, arrival);
        }

        proved.Release();
    }

    private void TakeHeld(in Candidate candidate, long arrival)
    {
        if (RtpPacket.TryParse(candidate.Datagram, out RtpPacket held))
        {
            TakeKnown(held, arrival);
        }
    }

    /// <summary>A packet of the accepted source. False when its number says that the sender began anew.</summary>
    private bool TakeKnown(in RtpPacket packet, long arrival)
    {
        SequenceVerdict verdict = _reception.Update(packet.SequenceNumber, out long sequence);
        switch (verdict)
        {
            case SequenceVerdict.Jump:
                return false;
            case SequenceVerdict.Duplicate:
                _counters.Duplicates++;
                return true;
        }

        PayloadKind kind = _kinds[packet.PayloadType];
        switch (kind)
        {
            case PayloadKind.Pcmu or PayloadKind.Pcma when !packet.Payload.IsEmpty:
                TakeAudio(packet, kind == PayloadKind.Pcma ? AudioCodec.Pcma : AudioCodec.Pcmu, sequence, verdict, arrival);
                return true;
            case PayloadKind.Event:
                TakeEvent(packet, arrival);
                break;
            case PayloadKind.ComfortNoise:
                // RFC 3389: says only how the silence sounds; its place is kept by the timestamps of what follows.
                _counters.ComfortNoise++;
                break;
            case PayloadKind.Unknown:
                _counters.UnknownPayloadTypes++;
                break;
            default:
                _counters.Malformed++;
                break;
        }

        _jitter.Push(sequence, 0, AudioCodec.Pcma, [], arrival);
        return true;
    }

    private void TakeAudio(in RtpPacket packet, AudioCodec codec, long sequence, SequenceVerdict verdict, long arrival)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        _reception.MeasureJitter(arrival, packet.Timestamp);
        _lastAudio = arrival;
        Placement place = verdict == SequenceVerdict.Newest
            ? _clock.Place(packet.Timestamp, codec, payload, packet.Marker, arrival, !_jitter.IsWaiting)
            : _clock.PlaceReordered(packet.Timestamp, payload.Length);
        payload = payload[..place.Samples];
        long position = place.Position;
        if (position < 0)
        {
            // Sent before the call was answered.
            payload = payload[(int)Math.Min(-position, payload.Length)..];
            position = 0;
        }

        _jitter.Adapt(packet.Payload.Length, _reception.Jitter);
        if (!payload.IsEmpty)
        {
            _counters.Bytes += payload.Length;
            _session.EmitPayload(_lane, codec, position, payload);
        }

        _jitter.Push(sequence, position, codec, payload, arrival);
    }

    private void TakeEvent(in RtpPacket packet, long arrival)
    {
        if (_dtmf.TryTake(packet.Payload, packet.Timestamp, out bool isMalformed, out char key))
        {
            _counters.Keys++;
            _session.EmitKey(_lane, key, arrival);
        }
        else if (isMalformed)
        {
            _counters.Malformed++;
        }
    }

    private void MapPayloadTypes(MediaLineSettings settings)
    {
        Array.Clear(_kinds);

        // Static number, used without being negotiated too (RFC 3389 §4).
        _kinds[13] = PayloadKind.ComfortNoise;
        foreach ((byte number, AudioCodec codec) in settings.PayloadTypes)
        {
            _kinds[number & 0x7F] = codec == AudioCodec.Pcma ? PayloadKind.Pcma : PayloadKind.Pcmu;
        }

        if (settings.TelephoneEventPayloadType is { } events)
        {
            _kinds[events & 0x7F] = PayloadKind.Event;
        }
    }

    /// <summary>
    /// First packet of a source that is not believed yet. RFC 3550 A.1 wants two in sequence; a neighbour within
    /// <see cref="Near"/> is taken as well, so that one lost or reordered packet at the start costs no audio.
    /// </summary>
    private struct Candidate
    {
        private const int Near = 3;

        private byte[]? _buffer;
        private int _length;
        private uint _ssrc;

        internal readonly bool IsSet => _buffer is not null;

        internal ushort SequenceNumber { get; private set; }

        internal long Arrival { get; private set; }

        internal readonly ReadOnlySpan<byte> Datagram => _buffer.AsSpan(0, _length);

        internal readonly bool IsProvedBy(in RtpPacket packet)
        {
            int step = (short)(packet.SequenceNumber - SequenceNumber);
            return _buffer is not null && packet.Ssrc == _ssrc && step != 0 && Math.Abs(step) <= Near;
        }

        internal void Hold(in RtpPacket packet, ReadOnlySpan<byte> datagram, long arrival)
        {
            _buffer ??= ArrayPool<byte>.Shared.Rent(UdpPort.MaxDatagramBytes);
            datagram.CopyTo(_buffer);
            _length = datagram.Length;
            _ssrc = packet.Ssrc;
            SequenceNumber = packet.SequenceNumber;
            Arrival = arrival;
        }

        internal void Release()
        {
            if (_buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                this = default;
            }
        }
    }
}
