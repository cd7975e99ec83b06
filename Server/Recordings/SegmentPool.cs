namespace Supervision.Server.Recordings;

/// <summary>
/// Buffers of one record each, lent to the live recordings. Bounded: beyond the bound none is lent, and the payload that wanted
/// one is dropped and counted by who asked. Thread-safe.
/// </summary>
internal sealed class SegmentPool(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly Stack<SegmentBuffer> free = new();
    private long lentBytes;

    internal long LentBytes => Interlocked.Read(ref lentBytes);

    /// <summary>An empty buffer, or null when memory's bound is reached. Allocates only when more are lent than ever before.</summary>
    internal SegmentBuffer? Rent()
    {
        lock (gate)
        {
            if (lentBytes + RecordingRecord.MaxBytes > maxBytes)
            {
                return null;
            }

            lentBytes += RecordingRecord.MaxBytes;
            return free.TryPop(out SegmentBuffer? buffer) ? buffer : new SegmentBuffer();
        }
    }

    internal void Return(SegmentBuffer buffer)
    {
        buffer.Clear();
        lock (gate)
        {
            lentBytes -= RecordingRecord.MaxBytes;
            free.Push(buffer);
        }
    }
}
