using System.Net;
using System.Security.Cryptography;
using System.Text;
using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Telephony.Media;
using Supervision.Telephony.Rtp.Net;

namespace Supervision.Telephony.Rtp;

/// <summary>
/// Media of one call: its clock, its lines and the way to its sink. One lock a call, taken by the media thread for each packet, by the
/// shared timer and by signalling; nobody contends for long. The sink is called under it, so one at a time.
/// </summary>
internal sealed class RtpSession : IMediaSession
{
    private readonly RtpMediaEngine _engine;
    private readonly TimeProvider _time;
    private readonly long _opened;
    private readonly DateTimeOffset _startedAt;
    private readonly Action<MediaNews> _onNews;
    private readonly IDatagramPump _pump;
    private readonly EarlyMedia _early;
    private readonly MediaWatch _watch;
    private readonly long[] _laneEnds = new long[4];
    private RtpLine[] _lines = [];
    private ICallMediaSink? _sink;
    private bool _isHeld;
    private int _isClosing;

    internal RtpSession(RtpMediaEngine engine, CallId callId, DateTimeOffset startedAt, Action<MediaNews> onNews, IDatagramPump pump)
    {
        _engine = engine;
        CallId = callId;
        _time = engine.Time;
        _opened = _time.GetTimestamp();
        _startedAt = startedAt;
        _onNews = onNews;
        _pump = pump;
        _early = new EarlyMedia(Counters);
        _watch = new MediaWatch(
            (long)engine.Settings.IdleTimeoutSeconds * G711.SampleRate, (long)engine.Settings.SilenceLimitMinutes * 60 * G711.SampleRate);
        Cname = Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(12)));
    }

    internal CallId CallId { get; }

    internal Lock Gate { get; } = new();

    internal RtpCounters Counters { get; } = new();

    /// <summary>96 random bits, so that it tells nothing about the host (RFC 7022 §4.2).</summary>
    internal byte[] Cname { get; }

    internal bool IsClosed { get; private set; }

    internal int LineCount => _lines.Length;

    /// <summary>Not on hold, and only RTCP comes. Read without the lock, for a figure.</summary>
    internal bool IsSilent => !_isHeld && _watch.IsSilent;

    public bool TryAddLine(IPAddress local, out IMediaLine line)
    {
        RtpLine added = new(this, _engine.Settings.MaxJitterMs);
        line = added;
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (!_engine.Ports.TryBind(local, added.OnRtp, added.OnRtcp, out UdpPort rtp, out UdpPort rtcp))
        {
            _engine.OnPortsExhausted();
            return false;
        }

        added.Attach(rtp, rtcp);
        lock (Gate)
        {
            _lines = [.. _lines, added];
        }

        _pump.Add(rtp);
        _pump.Add(rtcp);
        return true;
    }

    public void Start(ICallMediaSink sink)
    {
        lock (Gate)
        {
            // What was kept is handed over by the next packet or tick, so that the sink hears media threads only.
            _sink = sink;
            _watch.Expect(Now());
        }
    }

    public void SetHeld(bool isHeld)
    {
        lock (Gate)
        {
            if (_isHeld && !isHeld)
            {
                _watch.Expect(Now());
                foreach (RtpLine line in _lines)
                {
                    line.ExpectJump();
                }
            }

            _isHeld = isHeld;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
        {
            return ValueTask.CompletedTask;
        }

        // BYE may overtake the last packets on a busy machine: they wait in the sockets and belong to the call.
        foreach (RtpLine line in _lines)
        {
            _pump.Remove(line.Rtp);
            _pump.Remove(line.Rtcp);
            line.Rtp.Drain();
        }

        lock (Gate)
        {
            ReplayEarly();
            foreach (RtpLine line in _lines)
            {
                line.Finish();
                line.SendGoodbye();
            }

            IsClosed = true;
            _sink = null;
            _early.Clear();
        }

        foreach (RtpLine line in _lines)
        {
            Close(line);
        }

        _engine.OnClosed(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Samples of 8 kHz since the call's start.</summary>
    internal long Now()
    {
        long elapsed = _time.GetTimestamp() - _opened;
        (long seconds, long rest) = Math.DivRem(elapsed, _time.TimestampFrequency);
        return (seconds * G711.SampleRate) + (rest * G711.SampleRate / _time.TimestampFrequency);
    }

    /// <inheritdoc cref="MediaWatch.OnMedia"/>
    internal void OnMedia(long now) => _watch.OnMedia(now);

    /// <inheritdoc cref="MediaWatch.OnAlive"/>
    internal void OnAlive(long now) => _watch.OnAlive(now);

    internal void KeepEarly(RtpLine line, ReadOnlySpan<byte> datagram, long now) => _early.Keep(line, datagram, now);

    /// <summary>Hands over what came before the sink; false while there is none.</summary>
    internal bool ReplayEarly()
    {
        if (_sink is null)
        {
            return false;
        }

        if (!_early.IsEmpty)
        {
            _early.Replay();
        }

        return true;
    }

    /// <summary>From the shared timer.</summary>
    internal void Tick()
    {
        MediaNews? news;
        lock (Gate)
        {
            if (IsClosed || !ReplayEarly())
            {
                return;
            }

            long now = Now();
            foreach (RtpLine line in _lines)
            {
                line.Tick(now);
            }

            news = _watch.Look(now, ExpectsMedia());
        }

        if (news is { } changed)
        {
            _onNews(changed);
        }
    }

    /// <summary>Position after the last frame of <paramref name="lane"/>.</summary>
    internal long LaneEnd(Lane lane) => _laneEnds[(int)lane & 3];

    internal void Emit(Lane lane, AudioCodec codec, long position, ReadOnlySpan<byte> frame)
    {
        _laneEnds[(int)lane & 3] = position + frame.Length;
        try
        {
            _sink?.OnFrame(new AudioFrame { Lane = lane, Codec = codec, PositionSamples = position, Payload = frame });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnSinkFailed(e);
        }
    }

    internal void EmitPayload(Lane lane, AudioCodec codec, long position, ReadOnlySpan<byte> payload)
    {
        try
        {
            _sink?.OnPayload(new MediaPayload { Lane = lane, Codec = codec, PositionSamples = position, Bytes = payload });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnSinkFailed(e);
        }
    }

    internal void EmitKey(Lane lane, char key, long arrival)
    {
        try
        {
            _sink?.OnEvent(new CallKeyPressed(_startedAt + TimeSpan.FromSeconds((double)arrival / G711.SampleRate), lane, key));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnSinkFailed(e);
        }
    }

    private bool ExpectsMedia()
    {
        if (_isHeld)
        {
            return false;
        }

        foreach (RtpLine line in _lines)
        {
            if (line.ExpectsMedia)
            {
                return true;
            }
        }

        return false;
    }

    private void OnSinkFailed(Exception exception)
    {
        // The first one of a call is logged, all are counted: 50 a second would drown the log.
        if (Counters.SinkFailures++ == 0)
        {
            _engine.LogSinkFailed(CallId, exception);
        }
    }

    private void Close(RtpLine line)
    {
        line.Rtp.Dispose();
        line.Rtcp.Dispose();
        _engine.Ports.Release(line.RtpPort);
    }
}
