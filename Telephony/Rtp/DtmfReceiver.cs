using System.Buffers.Binary;

namespace Supervision.Telephony.Rtp;

/// <summary>One named event of a telephone-event payload (RFC 4733 §2.3).</summary>
/// <param name="Code">0-15 are keys (RFC 4733 §3.2).</param>
/// <param name="IsEnd">E bit: the duration is final.</param>
/// <param name="Volume">In −dBm0, 0 to 63.</param>
/// <param name="Duration">Until now, in samples.</param>
internal readonly record struct TelephoneEvent(byte Code, bool IsEnd, byte Volume, ushort Duration)
{
    internal const int Bytes = 4;

    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key, or NUL for an event that is none (hook flash, tones).</summary>
    internal char Key => Code < Keys.Length ? Keys[Code] : '\0';

    /// <summary>False when <paramref name="payload"/> is too short.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> payload, out TelephoneEvent result)
    {
        result = default;
        if (payload.Length < Bytes)
        {
            return false;
        }

        result = new TelephoneEvent(payload[0], (payload[1] & 0x80) != 0, (byte)(payload[1] & 0x3F), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    /// <summary>Code of a key; false when it is none.</summary>
    internal static bool TryGetCode(char key, out byte code)
    {
        int index = Keys.IndexOf(char.ToUpperInvariant(key), StringComparison.Ordinal);
        code = (byte)Math.Max(0, index);
        return index >= 0;
    }

    internal void Write(Span<byte> payload)
    {
        payload[0] = Code;
        payload[1] = (byte)((IsEnd ? 0x80 : 0) | (Volume & 0x3F));
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }
}

/// <summary>
/// Tells each key once. All packets of an event bear the timestamp of its beginning (RFC 4733 §2.2.1), so whichever comes first — the
/// start, an update or, when those are lost, one of the three ends — tells the key and the others are its repetitions. Used under the
/// session's lock.
/// </summary>
internal sealed class DtmfReceiver
{
    /// <summary>10 s in samples: an older timestamp is no late repetition but another numbering.</summary>
    private const int OldestRepetition = 10 * Shared.Audio.G711.SampleRate;

    private bool _hasEvent;
    private uint _timestamp;
    private byte _code;
    private ushort _duration;

    /// <summary>The next packet begins a new source, whose timestamps are unrelated.</summary>
    internal void Reset() => _hasEvent = false;

    /// <summary>Takes one payload; true when a key begins.</summary>
    /// <param name="payload">Of a packet with the negotiated payload type.</param>
    /// <param name="timestamp">Of the RTP header.</param>
    /// <param name="isMalformed">True when the payload holds no event.</param>
    /// <param name="key">0-9, *, #, A-D.</param>
    internal bool TryTake(ReadOnlySpan<byte> payload, uint timestamp, out bool isMalformed, out char key)
    {
        key = '\0';
        isMalformed = !TelephoneEvent.TryParse(payload, out TelephoneEvent received);
        if (isMalformed)
        {
            return false;
        }

        int step = (int)(timestamp - _timestamp);
        if (_hasEvent && step <= 0 && step > -OldestRepetition)
        {
            // The same event, or an earlier one overtaken by it.
            _duration = step == 0 ? Math.Max(_duration, received.Duration) : _duration;
            return false;
        }

        // An event beyond 65535 samples is cut into segments that touch (RFC 4733 §2.5.1.3): the same key still.
        bool isSegment = _hasEvent && received.Code == _code && _duration > 0 && step == _duration && _duration == ushort.MaxValue;
        _hasEvent = true;
        _timestamp = timestamp;
        _code = received.Code;
        _duration = received.Duration;
        key = received.Key;
        return !isSegment && key != '\0';
    }
}
