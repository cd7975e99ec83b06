namespace Supervision.Server.Recordings;

/// <summary>What the recorder counts. Thread-safe.</summary>
internal sealed class RecorderCounters
{
    private long dropped;
    private long malformed;
    private long payloads;
    private long bytes;
    private long segments;
    private long failures;

    /// <summary>Payloads that found no memory because the disk refused for too long.</summary>
    internal long PayloadsDropped => Interlocked.Read(ref dropped);

    /// <summary>Payloads without bytes, longer than a second, or off the call's clock.</summary>
    internal long PayloadsMalformed => Interlocked.Read(ref malformed);

    /// <summary>Payloads that are in files.</summary>
    internal long PayloadsWritten => Interlocked.Read(ref payloads);

    internal long BytesWritten => Interlocked.Read(ref bytes);

    internal long SegmentsWritten => Interlocked.Read(ref segments);

    internal long WriteFailures => Interlocked.Read(ref failures);

    internal void Dropped() => Interlocked.Increment(ref dropped);

    internal void Malformed() => Interlocked.Increment(ref malformed);

    internal void Failed() => Interlocked.Increment(ref failures);

    internal void Written(int writtenPayloads, int writtenBytes)
    {
        Interlocked.Add(ref payloads, writtenPayloads);
        Interlocked.Add(ref bytes, writtenBytes);
        Interlocked.Increment(ref segments);
    }
}
