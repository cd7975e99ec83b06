using System.Collections.Concurrent;
using Supervision.Shared.Audio;

namespace Supervision.Telephony.Rtp.Sending;

/// <summary>
/// Makes the packets of one stream, without sockets or time of its own: each packet with the moment at which it is due. One caller at a
/// time, but for <see cref="Press"/>, <see cref="ChangeSource"/> and <see cref="IsPaused"/>.
/// </summary>
internal sealed class RtpPacketizer
{
    /// <summary>60 ms of G.711 behind a fixed header.</summary>
    internal const int MaxBytes = RtpPacket.FixedHeaderBytes + (60 * G711.SampleRate / 1000);

    /// <summary>An end is sent three times (RFC 4733 §2.5.1.4).</summary>
    private const int EndPackets = 3;

    private readonly RtpStreamOptions _options;
    private readonly Random _random;
    private readonly int _packetSamples;
    private readonly double _ticksPerSample;
    private readonly byte _payloadType;
    private readonly ConcurrentQueue<RtpKey> _keys;
    private int _audio;
    private bool _marker = true;
    private uint _ssrc;
    private ushort _sequence;
    private uint _timestampBase;
    private bool _hasChanged;
    private volatile bool _changeWanted;
    private bool _hasKey;
    private byte _keyCode;
    private long _keyStart;
    private long _keyEnd;
    private int _endsLeft;

    internal RtpPacketizer(RtpStreamOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PtimeMs, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.PtimeMs, 60);
        _options = options;
        _random = new Random(options.Seed);
        _packetSamples = options.PtimeMs * G711.SampleRate / 1000;
        _payloadType = options.PayloadType ?? (byte)options.Codec;

        // A clock that is fast by p ppm makes 1 + p/10^6 samples in the time of one.
        _ticksPerSample = TimeSpan.TicksPerSecond / (G711.SampleRate * (1 + (options.ClockSkewPpm / 1e6)));
        _keys = new ConcurrentQueue<RtpKey>(options.Keys.OrderBy(key => key.At));
        Renumber();
    }

    /// <summary>While true time goes on and audio does not; nothing is sent.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>Samples of the sender's clock since the start.</summary>
    internal long Clock { get; private set; }

    internal bool IsFinished => _endsLeft == 0 && !_hasKey && !_options.Loop && _audio >= _options.Audio.Length;

    /// <summary>When the next packet is due, in <see cref="TimeSpan"/> ticks since the start: a packet leaves when its last sample is heard.</summary>
    internal long DueTicks => (long)((Clock + (_endsLeft > 0 ? 0 : _packetSamples)) * _ticksPerSample);

    internal uint Ssrc => _ssrc;

    /// <summary>Presses a key at the next packet.</summary>
    internal void Press(char key, TimeSpan duration) => _keys.Enqueue(new RtpKey(TimeSpan.Zero, key, duration));

    /// <summary>New source, numbering and timestamps from the next packet on.</summary>
    internal void ChangeSource() => _changeWanted = true;

    /// <summary>Goes on by one packet's time; gives back its length, 0 when there is none to send.</summary>
    internal int Next(Span<byte> datagram)
    {
        if (_endsLeft > 0)
        {
            _endsLeft--;
            return WriteKey(datagram, marker: false, isEnd: true);
        }

        if (_changeWanted || (!_hasChanged && _options.SsrcChangeAt is { } at && Clock >= at.TotalSeconds * G711.SampleRate))
        {
            _hasChanged |= !_changeWanted;
            _changeWanted = false;
            Renumber();
        }

        int length = IsPaused ? Skip() : TryBeginKey(out bool begins) ? NextKey(datagram, begins) : NextAudio(datagram);
        Clock += _packetSamples;
        return length;
    }

    private int Skip()
    {
        _marker = true;
        return 0;
    }

    private int NextAudio(Span<byte> datagram)
    {
        ReadOnlySpan<byte> audio = _options.Audio.Span;
        if (_options.Loop && _audio >= audio.Length)
        {
            _audio = 0;
        }

        ReadOnlySpan<byte> payload = audio.Slice(_audio, Math.Min(_packetSamples, audio.Length - _audio));
        _audio += payload.Length;
        if (payload.IsEmpty || (_options.SilenceSuppression && IsQuiet(payload)))
        {
            return Skip();
        }

        RtpPacket.WriteHeader(datagram, _marker, _payloadType, _sequence++, Timestamp(Clock), _ssrc);
        _marker = false;
        payload.CopyTo(datagram[RtpPacket.FixedHeaderBytes..]);
        return RtpPacket.FixedHeaderBytes + payload.Length;
    }

    private bool TryBeginKey(out bool begins)
    {
        begins = false;
        if (!_hasKey
            && _keys.TryPeek(out RtpKey? key)
            && Clock >= key.At.TotalSeconds * G711.SampleRate
            && _keys.TryDequeue(out key)
            && TelephoneEvent.TryGetCode(key.Key, out _keyCode))
        {
            begins = true;
            _hasKey = true;
            _keyStart = Clock;
            _keyEnd = Clock + Math.Clamp((long)(key.Duration.TotalSeconds * G711.SampleRate), _packetSamples, ushort.MaxValue);
        }

        return _hasKey;
    }

    /// <summary>A key takes the place of the audio under it (RFC 4733 §2.5.1.1).</summary>
    private int NextKey(Span<byte> datagram, bool begins)
    {
        _audio += _packetSamples;
        bool isEnd = Clock + _packetSamples >= _keyEnd;
        if (isEnd)
        {
            _endsLeft = EndPackets - 1;
        }

        _marker = true;
        int length = WriteKey(datagram, begins, isEnd);
        _hasKey = !isEnd;
        return length;
    }

    private int WriteKey(Span<byte> datagram, bool marker, bool isEnd)
    {
        long duration = isEnd ? _keyEnd - _keyStart : Clock + _packetSamples - _keyStart;
        RtpPacket.WriteHeader(datagram, marker, _options.TelephoneEventPayloadType, _sequence++, Timestamp(_keyStart), _ssrc);
        new TelephoneEvent(_keyCode, isEnd, 10, (ushort)duration).Write(datagram[RtpPacket.FixedHeaderBytes..]);
        return RtpPacket.FixedHeaderBytes + TelephoneEvent.Bytes;
    }

    private static bool IsQuietSample(short sample) => Math.Abs((int)sample) <= LaneClock.QuietPeak;

    private bool IsQuiet(ReadOnlySpan<byte> payload)
    {
        foreach (byte sample in payload)
        {
            if (!IsQuietSample(G711.Decode(_options.Codec, sample)))
            {
                return false;
            }
        }

        return true;
    }

    private uint Timestamp(long clock) => _timestampBase + (uint)clock;

    /// <summary>Random beginnings (RFC 3550 §5.1).</summary>
    private void Renumber()
    {
        _ssrc = (uint)_random.NextInt64(1, uint.MaxValue);
        _sequence = (ushort)_random.Next(0x10000);
        _timestampBase = (uint)_random.NextInt64(uint.MaxValue);
        _marker = true;
    }
}
