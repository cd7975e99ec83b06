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
    private readonly Probation _probation;
    private readonly PayloadKind[] _kinds = new PayloadKind[128];
    private MediaLineSettings? _settings;
    private IPEndPoint? _lastTold;
    private Lane _lane = Lane.Mixed;
    private long _lastAudio;
    private bool _hasMedia;

    internal RtpLine(RtpSession session, int maxJitterMs)
    {
        _session = session;
        _counters = session.Counters;
        _clock = new LaneClock(_counters);
        _cutter = new FrameCutter(this, _counters);
        _jitter = new JitterBuffer(_cutter, _counters, maxJitterMs);
        _probation = new Probation(_counters);
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
            if (settings.RemoteRtcp is { } told)
            {
                if (_lastTold is not null && !told.Equals(_lastTold))
                {
                    // A re-INVITE moved the peer: its new address is as good as the first one was. A hold without address moves nobody.
                    _latch.Release();
                }

                _lastTold = told;
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
            if (settings.RemoteRtp is { } media)
            {
                // A hold without address tells of no other peer.
                _latch.Expect(AsSeen(media));
            }

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
            _hasMedia = true;
            _session.OnMedia(now);
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
        _probation.Clear();
    }

    void IFrameSink.OnFrame(AudioCodec codec, long position, ReadOnlySpan<byte> frame) => _session.Emit(_lane, codec, position, frame);

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
}
