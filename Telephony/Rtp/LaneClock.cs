using Supervision.Shared;
using Supervision.Shared.Audio;

namespace Supervision.Telephony.Rtp;

/// <summary>Where a payload stands on the call's clock.</summary>
/// <param name="Position">Of its first sample; negative when it lies before the call.</param>
/// <param name="Samples">How many of its samples are kept, from the first.</param>
internal readonly record struct Placement(long Position, int Samples);

/// <summary>
/// Turns the timestamps of one source into positions on the call's clock and keeps them there although the sender's quartz is not ours.
/// The arithmetic is in docs/adr/0006-call-clock.md. Used under the session's lock.
/// </summary>
internal sealed class LaneClock(RtpCounters counters)
{
    /// <summary>200 ms: a timestamp further from its arrival is a discontinuity and no jitter.</summary>
    internal const int JumpSamples = 200 * SamplesPerMs;

    /// <summary>2 ms: less than that is left alone.</summary>
    internal const int SlackSamples = 2 * SamplesPerMs;

    /// <summary>10 ms: from here on speech is slipped too, one sample a packet; half of what is allowed in an hour.</summary>
    internal const int ForcedSamples = 10 * SamplesPerMs;

    /// <summary>1 ms of a quiet packet may be left out.</summary>
    internal const int QuietStep = SamplesPerMs;

    /// <summary>1 % of full scale, −40 dBFS: background of a telephone line, no speech.</summary>
    internal const int QuietPeak = 328;

    /// <summary>2 s of packets, whose smallest delay is taken for the path's own.</summary>
    internal const int WindowSamples = 2 * G711.SampleRate;

    /// <summary>Half a second: a lag that lasts so long is no burst of delayed packets.</summary>
    internal const int PersistSamples = G711.SampleRate / 2;

    /// <summary>Fewer packets in a window measure nothing.</summary>
    internal const int LeastPackets = 20;

    private const int SamplesPerMs = G711.SampleRate / 1000;

    private bool _anchored;
    private uint _lastTimestamp;
    private long _lastExtended;
    private long _offset;
    private long _offsetBefore;
    private long _changedAt;
    private long _windowStart;
    private long _windowMin;
    private int _windowPackets;
    private long _lagSince;
    private long _pending;
    private bool _forced;
    private bool _resync;

    /// <summary>Position after the newest sample placed.</summary>
    internal long End { get; private set; }

    /// <summary>The next packet begins a new source, whose timestamps are unrelated (RFC 3550 §5.1).</summary>
    internal void Reset() => _anchored = false;

    /// <summary>After a hold: if the sender's timestamps stood still, the next packet goes where it arrives.</summary>
    internal void ExpectJump() => _resync = true;

    /// <summary>Places a packet that is newer than all before it.</summary>
    /// <param name="timestamp">Of the RTP header.</param>
    /// <param name="codec">Encoding of <paramref name="payload"/>.</param>
    /// <param name="payload">One byte a sample.</param>
    /// <param name="marker">First packet after a silence (RFC 3551 §4.1).</param>
    /// <param name="arrival">On the call's clock.</param>
    /// <param name="maySlip">False while a hole is open, so that what fills it keeps its place.</param>
    internal Placement Place(uint timestamp, AudioCodec codec, ReadOnlySpan<byte> payload, bool marker, long arrival, bool maySlip)
    {
        long extended = Extend(timestamp);
        _lastTimestamp = timestamp;
        _lastExtended = extended;
        int samples = payload.Length;
        long position = extended + _offset;
        long drift = arrival - samples - position;
        if (!_anchored || IsDiscontinuity(position, drift, marker, arrival))
        {
            position = Anchor(extended, samples, arrival);
        }
        else
        {
            Measure(drift, arrival);
            if (_pending != 0 && maySlip)
            {
                samples -= Slip(extended, IsQuiet(codec, payload), samples);
                position = extended + _offset;
                if (samples < payload.Length)
                {
                    ShiftFrom(extended + payload.Length, samples - payload.Length);
                }
            }
        }

        _resync = false;
        End = Math.Max(End, position + samples);
        return new Placement(position, samples);
    }

    /// <summary>Places a packet that newer ones have overtaken.</summary>
    internal Placement PlaceReordered(uint timestamp, int samples)
    {
        long extended = _lastExtended + (int)(timestamp - _lastTimestamp);
        return new Placement(extended + (extended < _changedAt ? _offsetBefore : _offset), samples);
    }

    private static bool IsQuiet(AudioCodec codec, ReadOnlySpan<byte> payload)
    {
        foreach (byte sample in payload)
        {
            if (Math.Abs((int)G711.Decode(codec, sample)) > QuietPeak)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>32-bit timestamps as one line without wraps.</summary>
    private long Extend(uint timestamp)
    {
        return _anchored ? _lastExtended + (int)(timestamp - _lastTimestamp) : timestamp;
    }

    /// <summary>
    /// True when the timestamp tells nothing about time any more: it goes back over what was placed, lies in the future, or lags behind the
    /// arrival at the beginning of a talkspurt, after a hold, or for <see cref="PersistSamples"/>.
    /// </summary>
    private bool IsDiscontinuity(long position, long drift, bool marker, long arrival)
    {
        if (drift <= JumpSamples)
        {
            _lagSince = -1;

            // What touches the audio before it cannot be moved back without overlap: it slips, and the next pause is shortened.
            return position < End || (drift < -JumpSamples && position > End);
        }

        if (_lagSince < 0)
        {
            _lagSince = arrival;
        }

        return position < End || marker || _resync || arrival - _lagSince >= PersistSamples;
    }

    /// <summary>Puts the packet where it arrived: its last sample is heard now; never over what is already placed, never before the call.</summary>
    private long Anchor(long extended, int samples, long arrival)
    {
        if (_anchored)
        {
            counters.Reanchored++;
        }

        long position = Math.Max(End, Math.Max(0, arrival - samples));
        _offsetBefore = _anchored ? _offset : position - extended;
        _offset = position - extended;
        _changedAt = extended;
        _anchored = true;
        _lagSince = -1;
        _pending = 0;
        StartWindow(arrival);
        return position;
    }

    private void StartWindow(long arrival)
    {
        _windowStart = arrival;
        _windowMin = long.MaxValue;
        _windowPackets = 0;
    }

    /// <summary>The smallest delay of a window is free of jitter; what it differs from zero is the two clocks' difference.</summary>
    private void Measure(long drift, long arrival)
    {
        _windowMin = Math.Min(_windowMin, drift);
        _windowPackets++;
        if (arrival - _windowStart < WindowSamples || _windowPackets < LeastPackets)
        {
            return;
        }

        long distance = Math.Abs(_windowMin);
        _pending = distance > SlackSamples ? _windowMin : 0;
        _forced = distance > ForcedSamples;
        StartWindow(arrival);
    }

    /// <summary>Moves the mapping by a part of what is pending; gives back how many samples of this packet are left out at its end.</summary>
    private int Slip(long extended, bool quiet, int samples)
    {
        if (!quiet && !_forced)
        {
            return 0;
        }

        if (_pending > 0)
        {
            // The sender is slow: this packet and all after it move later, a gap opens before it. In silence the whole way.
            long step = quiet ? _pending : 1;
            ShiftFrom(extended, step);
            return 0;
        }

        // The sender is fast: the last samples of this packet are left out, so that the next one joins without overlap.
        int cut = (int)Math.Min(Math.Min(quiet ? QuietStep : 1, -_pending), samples - 1);
        return cut;
    }

    /// <summary>Packets with a timestamp of <paramref name="extended"/> or later move by <paramref name="step"/>.</summary>
    private void ShiftFrom(long extended, long step)
    {
        if (step == 0)
        {
            return;
        }

        _offsetBefore = _offset;
        _changedAt = extended;
        _offset += step;
        _pending -= step;
        counters.SlippedSamples += Math.Abs(step);
        if (_windowMin != long.MaxValue)
        {
            _windowMin -= step;
        }
    }
}
