using System.Buffers;

namespace Supervision.Telephony.Rtp;

/// <summary>First packet of a source that is not believed yet; its buffer is rented.</summary>
internal readonly record struct HeldPacket(byte[] Buffer, int Length, uint Ssrc, ushort SequenceNumber, long Arrival)
{
    internal ReadOnlySpan<byte> Datagram => Buffer.AsSpan(0, Length);

    internal void Release() => ArrayPool<byte>.Shared.Return(Buffer);
}

/// <summary>
/// Sources that have still to prove that they are real: RFC 3550 A.1 wants two packets in sequence, and here the first one is kept, so
/// that no audio is lost. Bound: <see cref="Places"/> sources, the oldest makes room and is counted. Used under the session's lock.
/// </summary>
internal sealed class Probation(RtpCounters counters)
{
    /// <summary>Two sources that begin at once on one line do not keep each other out.</summary>
    private const int Places = 2;

    /// <summary>A neighbour so near is taken for the next: one lost or reordered packet at the start costs no audio.</summary>
    private const int Near = 3;

    private readonly HeldPacket[] _held = new HeldPacket[Places];
    private int _count;

    /// <summary>True when <paramref name="packet"/> proves a source; the caller owns <paramref name="held"/> then.</summary>
    internal bool TryProve(in RtpPacket packet, out HeldPacket held)
    {
        for (int i = 0; i < _count; i++)
        {
            int step = (short)(packet.SequenceNumber - _held[i].SequenceNumber);
            if (_held[i].Ssrc == packet.Ssrc && step != 0 && Math.Abs(step) <= Near)
            {
                held = _held[i];
                RemoveAt(i);
                return true;
            }
        }

        held = default;
        return false;
    }

    internal void Hold(in RtpPacket packet, ReadOnlySpan<byte> datagram, long arrival)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_held[i].Ssrc == packet.Ssrc)
            {
                Drop(i);
                break;
            }
        }

        if (_count == Places)
        {
            Drop(0);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(datagram.Length);
        datagram.CopyTo(buffer);
        _held[_count++] = new HeldPacket(buffer, datagram.Length, packet.Ssrc, packet.SequenceNumber, arrival);
    }

    internal void Clear()
    {
        while (_count > 0)
        {
            Drop(_count - 1);
        }
    }

    private void Drop(int index)
    {
        counters.Unproved++;
        _held[index].Release();
        RemoveAt(index);
    }

    private void RemoveAt(int index)
    {
        _count--;
        for (int i = index; i < _count; i++)
        {
            _held[i] = _held[i + 1];
        }

        _held[_count] = default;
    }
}
