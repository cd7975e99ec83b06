using Supervision.Telephony;

namespace Supervision.Server.Recordings;

/// <summary>One record being filled: room for its header, then payloads. Not thread-safe: its recording's lock guards it.</summary>
internal sealed class SegmentBuffer
{
    private readonly byte[] bytes = new byte[RecordingRecord.MaxBytes];
    private int length = RecordingRecord.HeaderBytes;

    /// <summary>Payloads in it.</summary>
    internal int Payloads { get; private set; }

    internal bool IsEmpty => length == RecordingRecord.HeaderBytes;

    /// <summary>Copies the payload in; false when there is no room for it.</summary>
    internal bool TryAppend(in MediaPayload payload)
    {
        int needed = RecordingRecord.PayloadHeaderBytes + payload.Bytes.Length;
        if (length + needed > bytes.Length)
        {
            return false;
        }

        RecordingRecord.WritePayload(bytes.AsSpan(length), payload.Lane, payload.Codec, (uint)payload.PositionSamples, payload.Bytes);
        length += needed;
        Payloads++;
        return true;
    }

    /// <summary>The whole record, header written. May be asked again when a write failed.</summary>
    internal ReadOnlySpan<byte> Seal(uint sequence)
    {
        Span<byte> record = bytes.AsSpan(0, length);
        RecordingRecord.Frame(record, RecordKind.Segment, sequence);
        return record;
    }

    internal void Clear()
    {
        length = RecordingRecord.HeaderBytes;
        Payloads = 0;
    }
}
