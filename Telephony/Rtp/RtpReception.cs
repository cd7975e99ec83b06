namespace Supervision.Telephony.Rtp;

/// <summary>What a sequence number says about its packet.</summary>
internal enum SequenceVerdict
{
    /// <summary>Newer than all before it.</summary>
    Newest,

    /// <summary>Comes after a newer one, for the first time.</summary>
    Reordered,

    Duplicate,

    /// <summary>Too far away to be loss or reordering: the sender restarted, or the packet is not of this stream.</summary>
    Jump,
}

/// <summary>
/// Reception state of one synchronisation source (RFC 3550 appendix A.1, A.3, A.8): extended sequence numbers, duplicates, loss and
/// jitter. Used under the session's lock.
/// </summary>
internal sealed class RtpReception
{
    /// <summary>RFC 3550 A.1: a greater step forward is no loss.</summary>
    internal const int MaxDropout = 3000;

    /// <summary>RFC 3550 A.1: a greater step backward is no reordering.</summary>
    internal const int MaxMisorder = 100;

    /// <summary>Bit n: the packet n before <see cref="HighestSequence"/> came. 128 bits cover <see cref="MaxMisorder"/>.</summary>
    private UInt128 _seen;

    private long _base;
    private long _received;
    private long _expectedPrior;
    private long _receivedPrior;
    private long _transit;
    private bool _hasTransit;

    /// <summary>Sixteen times the interarrival jitter in samples (RFC 3550 A.8).</summary>
    private long _jitterScaled;

    internal uint Ssrc { get; private set; }

    /// <summary>Extended: 16 bits of sequence below the count of wraps (RFC 3550 §6.4.1).</summary>
    internal long HighestSequence { get; private set; }

    internal bool IsActive { get; private set; }

    /// <summary>Interarrival jitter, in samples.</summary>
    internal uint Jitter => (uint)(_jitterScaled >> 4);

    /// <summary>Begins anew with a source whose next packet has <paramref name="firstSequence"/>.</summary>
    internal void Reset(uint ssrc, ushort firstSequence)
    {
        Ssrc = ssrc;
        IsActive = true;

        // One wrap ahead, so that packets reordered before the first keep a positive extended number.
        _base = 0x10000 + firstSequence;
        HighestSequence = _base - 1;
        _seen = 0;
        _received = 0;
        _expectedPrior = 0;
        _receivedPrior = 0;
        _jitterScaled = 0;
        _hasTransit = false;
    }

    /// <summary>Counts one packet and extends its number.</summary>
    internal SequenceVerdict Update(ushort sequenceNumber, out long extended)
    {
        int step = (ushort)(sequenceNumber - (ushort)HighestSequence);
        if (step is > 0 and < MaxDropout)
        {
            HighestSequence += step;
            _seen = step < 128 ? (_seen << step) | 1 : 1;
            _received++;
            extended = HighestSequence;
            return SequenceVerdict.Newest;
        }

        int back = step == 0 ? 0 : 0x10000 - step;
        extended = HighestSequence - back;
        if (back > MaxMisorder)
        {
            return SequenceVerdict.Jump;
        }

        // RFC 3550 §6.4.1: late and duplicate packets count as received, so that loss may be negative.
        _received++;
        UInt128 bit = UInt128.One << back;
        if ((_seen & bit) != 0)
        {
            return SequenceVerdict.Duplicate;
        }

        _seen |= bit;
        _base = Math.Min(_base, extended);
        return SequenceVerdict.Reordered;
    }

    /// <summary>Interarrival jitter in integers (RFC 3550 A.8); <paramref name="arrival"/> and <paramref name="timestamp"/> in samples.</summary>
    internal void MeasureJitter(long arrival, uint timestamp)
    {
        long transit = (uint)arrival - timestamp;
        if (_hasTransit)
        {
            // Both wrap at 32 bits: the difference is taken modulo 2^32. A step of over a second is a new beginning, no jitter.
            long deviation = Math.Abs((long)(int)(transit - _transit));
            if (deviation < Shared.Audio.G711.SampleRate)
            {
                _jitterScaled += deviation - ((_jitterScaled + 8) >> 4);
            }
        }

        _transit = transit;
        _hasTransit = true;
    }

    /// <summary>Report block's loss figures since the last call (RFC 3550 A.3).</summary>
    /// <param name="fraction">Lost since the last report, in 1/256.</param>
    /// <param name="cumulative">Lost in all, clamped to 24 signed bits.</param>
    internal void TakeLoss(out byte fraction, out int cumulative)
    {
        long expected = HighestSequence - _base + 1;
        cumulative = (int)Math.Clamp(expected - _received, -0x800000, 0x7FFFFF);
        long expectedInterval = expected - _expectedPrior;
        long lostInterval = expectedInterval - (_received - _receivedPrior);
        _expectedPrior = expected;
        _receivedPrior = _received;
        fraction = expectedInterval <= 0 || lostInterval <= 0 ? (byte)0 : (byte)Math.Min(255, (lostInterval << 8) / expectedInterval);
    }
}
