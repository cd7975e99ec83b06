using System.Buffers;

namespace Supervision.Telephony.Rtp;

/// <summary>
/// Keeps the datagrams that come before the call has a sink, with their arrival. Bound: <see cref="Capacity"/> datagrams, two lanes for
/// five seconds at 20 ms; when full the newest is dropped and counted, so that the call's beginning stays whole. Under the session's lock.
/// </summary>
internal sealed class EarlyMedia(RtpCounters counters)
{
    /// <summary>2 lanes × 50 packets a second × 5 s.</summary>
    internal const int Capacity = 500;

    private readonly Queue<Kept> _kept = new();

    internal bool IsEmpty => _kept.Count == 0;

    internal void Keep(RtpLine line, ReadOnlySpan<byte> datagram, long arrival)
    {
        if (_kept.Count == Capacity)
        {
            counters.EarlyDropped++;
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(datagram.Length);
        datagram.CopyTo(buffer);
        _kept.Enqueue(new Kept(line, buffer, datagram.Length, arrival));
    }

    /// <summary>Hands all over in the order of arrival.</summary>
    internal void Replay()
    {
        while (_kept.TryDequeue(out Kept kept))
        {
            kept.Line.Replay(kept.Buffer.AsSpan(0, kept.Length), kept.Arrival);
            ArrayPool<byte>.Shared.Return(kept.Buffer);
        }
    }

    internal void Clear()
    {
        while (_kept.TryDequeue(out Kept kept))
        {
            ArrayPool<byte>.Shared.Return(kept.Buffer);
        }
    }

    private readonly record struct Kept(RtpLine Line, byte[] Buffer, int Length, long Arrival);
}
