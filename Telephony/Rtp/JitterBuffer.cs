using System.Buffers;
using System.Numerics;
using Supervision.Shared;
using Supervision.Shared.Audio;

namespace Supervision.Telephony.Rtp;

/// <summary>
/// Puts the packets of one lane back in order. Nobody listens to the output at a fixed pace, so a packet whose turn it is goes through
/// at once and only a hole costs time: the packets behind it wait for the missing one at most <see cref="HoldSamples"/>, which follows
/// the measured jitter and the lateness seen, within <c>Rtp:MaxJitterMs</c>. Used under the session's lock.
/// </summary>
internal sealed class JitterBuffer
{
    /// <summary>8 samples a millisecond.</summary>
    private const int SamplesPerMs = G711.SampleRate / 1000;

    /// <summary>Shortest packet expected; with it the bound in time becomes a bound in packets.</summary>
    private const int ShortestPacketMs = 10;

    private readonly FrameCutter _cutter;
    private readonly RtpCounters _counters;
    private readonly int _maxHold;
    private readonly Slot[] _slots;
    private int _stored;
    private long _first;
    private long _next = -1;
    private long _waitingSince;
    private int _lateBoost;

    internal JitterBuffer(FrameCutter cutter, RtpCounters counters, int maxJitterMs)
    {
        _cutter = cutter;
        _counters = counters;
        _maxHold = maxJitterMs * SamplesPerMs;
        HoldSamples = Math.Min(AudioFrame.Samples, _maxHold);

        // Bound: MaxJitterMs of the shortest packets. A packet further ahead flushes what waits: order is kept, holes are given up.
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, (maxJitterMs / ShortestPacketMs) + 1))];
    }

    /// <summary>How long the packets behind a hole wait now, in samples.</summary>
    internal int HoldSamples { get; private set; }

    internal bool IsWaiting => _stored > 0;

    /// <summary>Takes one packet that is no duplicate.</summary>
    /// <param name="sequence">Extended sequence number.</param>
    /// <param name="position">On the call's clock; ignored when <paramref name="payload"/> is empty.</param>
    /// <param name="codec">Encoding of <paramref name="payload"/>.</param>
    /// <param name="payload">Empty for a packet that takes a number but holds no audio (keys, comfort noise).</param>
    /// <param name="now">Arrival, on the call's clock.</param>
    internal void Push(long sequence, long position, AudioCodec codec, ReadOnlySpan<byte> payload, long now)
    {
        if (_next < 0)
        {
            _first = sequence;
            _next = sequence;
        }

        if (sequence < _next)
        {
            OnLate(sequence);
            return;
        }

        if (sequence - _next >= _slots.Length)
        {
            Drain();
            GiveUpTo(sequence);
        }

        if (sequence > _next)
        {
            Store(sequence, position, codec, payload, now);
            Tick(now);
            return;
        }

        _next++;
        _lateBoost = Math.Max(0, _lateBoost - 1);
        _cutter.Push(position, codec, payload);
        ReleaseReady();
    }

    /// <summary>Sets the wait from the jitter measured: one packet plus four mean deviations cover all but rare outliers.</summary>
    internal void Adapt(int packetSamples, uint jitter)
    {
        long hold = packetSamples + (4L * jitter) + _lateBoost;
        HoldSamples = (int)Math.Clamp(hold, Math.Min(AudioFrame.Samples, _maxHold), _maxHold);
    }

    /// <summary>Gives up holes that have been waited for long enough.</summary>
    internal void Tick(long now)
    {
        while (_stored > 0 && now - _waitingSince >= HoldSamples)
        {
            GiveUpTo(LowestStored());
            ReleaseReady();
        }
    }

    /// <summary>Hands over everything that waits, in order; holes are given up.</summary>
    internal void Drain()
    {
        while (_stored > 0)
        {
            GiveUpTo(LowestStored());
            ReleaseReady();
        }
    }

    /// <summary>Forgets the numbering: the next packet begins a new source.</summary>
    internal void Restart()
    {
        Drain();
        _next = -1;
    }

    private void OnLate(long sequence)
    {
        _counters.Late++;
        if (sequence >= _first)
        {
            _counters.Lost--;
        }

        // It came after its hole was given up: wait one packet longer from now on. Wears off by one sample a packet.
        _lateBoost = Math.Min(_maxHold, _lateBoost + AudioFrame.Samples);
    }

    private void GiveUpTo(long sequence)
    {
        _counters.Lost += sequence - _next;
        _next = sequence;
    }

    private void Store(long sequence, long position, AudioCodec codec, ReadOnlySpan<byte> payload, long now)
    {
        ref Slot slot = ref _slots[sequence & (_slots.Length - 1)];
        if (slot.IsUsed)
        {
            return;
        }

        slot.IsUsed = true;
        slot.Position = position;
        slot.Codec = codec;
        slot.Arrival = now;
        slot.Length = payload.Length;
        if (payload.Length > 0)
        {
            slot.Buffer = ArrayPool<byte>.Shared.Rent(payload.Length);
            payload.CopyTo(slot.Buffer);
        }

        if (_stored++ == 0)
        {
            _waitingSince = now;
        }
    }

    private void ReleaseReady()
    {
        while (_stored > 0)
        {
            ref Slot slot = ref _slots[_next & (_slots.Length - 1)];
            if (!slot.IsUsed)
            {
                _waitingSince = _slots[LowestStored() & (_slots.Length - 1)].Arrival;
                return;
            }

            _next++;
            _cutter.Push(slot.Position, slot.Codec, slot.Buffer.AsSpan(0, slot.Length));
            Free(ref slot);
        }
    }

    private long LowestStored()
    {
        long sequence = _next;
        while (!_slots[sequence & (_slots.Length - 1)].IsUsed)
        {
            sequence++;
        }

        return sequence;
    }

    private void Free(ref Slot slot)
    {
        if (slot.Buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(slot.Buffer);
        }

        slot = default;
        _stored--;
    }

    /// <summary>One packet that waits; the buffer is rented.</summary>
    private struct Slot
    {
        internal byte[]? Buffer;
        internal long Position;
        internal long Arrival;
        internal int Length;
        internal AudioCodec Codec;
        internal bool IsUsed;
    }
}
