namespace Supervision.Server.Recordings;

/// <summary>What the recorder counts. Thread-safe.</summary>
internal sealed class RecorderCounters
{
    private long dropped;
    private long malformed;
    private long bytes;
    private long segments;
    private long failures;

    /// <summary>Payloads that found no memory because the disk refused for too long.</summary>
    internal long PayloadsDropped => Interlocked.Read(ref dropped);

    /// <summary>Payloads without bytes, longer than a second, or off the call's clock.</summary>
    internal long PayloadsMalformed => Interlocked.Read(ref malformed);

    internal long BytesWritten => Interlocked.Read(ref bytes);

    internal long SegmentsWritten => Interlocked.Read(ref segments);

    internal long WriteFailures => Interlocked.Read(ref failures);

    internal void Dropped() => Interlocked.Increment(ref dropped);

    internal void Malformed() => Interlocked.Increment(ref malformed);

    internal void Failed() => Interlocked.Increment(ref failures);

    internal void Written(int count)
    {
        Interlocked.Add(ref bytes, count);
        Interlocked.Increment(ref segments);
    }
}
