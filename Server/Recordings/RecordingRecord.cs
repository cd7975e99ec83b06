using System.Buffers.Binary;
using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Recordings;

/// <summary>
/// Framing of what follows a recording's header: records that each stand alone, so that one can be checked, sealed or skipped
/// without the others. Layout in docs/recording-format.md.
/// </summary>
internal static class RecordingRecord
{
    /// <summary>Marker 4, kind 1, flags 1, reserved 2, body length 4, sequence 4, CRC 4.</summary>
    internal const int HeaderBytes = 20;

    /// <summary>Lane 1, codec 1, length 2, position 4.</summary>
    internal const int PayloadHeaderBytes = 8;

    /// <summary>Reason 1, reserved 7, end time 8.</summary>
    internal const int EndBytes = 16;

    /// <summary>Header and body of the longest record: 1.9 s of two lanes, room for a burst.</summary>
    internal const int MaxBytes = 32768;

    /// <summary>One second of G.711; no packet carries more.</summary>
    internal const int MaxPayloadBytes = 8000;

    private const int CrcOffset = 16;

    /// <summary>Found again after damage; the CRC says whether it was one.</summary>
    internal static ReadOnlySpan<byte> Marker => "SEG\u001a"u8;

    /// <summary>Writes the header in front of a body that is already in place.</summary>
    internal static void Frame(Span<byte> record, RecordKind kind, uint sequence)
    {
        Marker.CopyTo(record);
        record[4] = (byte)kind;
        record[5] = 0;
        record[6] = 0;
        record[7] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], record.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(record[CrcOffset..], Crc32C.Compute(record[..CrcOffset], record[HeaderBytes..]));
    }

    /// <summary>True when a whole, good record begins at the beginning of <paramref name="data"/>.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> data, out RecordKind kind, out uint sequence, out ReadOnlySpan<byte> body)
    {
        kind = default;
        sequence = 0;
        body = default;
        if (data.Length < HeaderBytes || !data.StartsWith(Marker))
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(data[8..]);
        if (length < 0 || length > MaxBytes - HeaderBytes || length > data.Length - HeaderBytes)
        {
            return false;
        }

        kind = (RecordKind)data[4];
        sequence = BinaryPrimitives.ReadUInt32LittleEndian(data[12..]);
        body = data.Slice(HeaderBytes, length);
        return BinaryPrimitives.ReadUInt32LittleEndian(data[CrcOffset..]) == Crc32C.Compute(data[..CrcOffset], body);
    }

    internal static void WritePayload(Span<byte> target, Lane lane, AudioCodec codec, uint position, ReadOnlySpan<byte> bytes)
    {
        target[0] = (byte)lane;
        target[1] = (byte)codec;
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], position);
        bytes.CopyTo(target[PayloadHeaderBytes..]);
    }

    /// <summary>Takes the next payload off <paramref name="body"/>; false at its end.</summary>
    internal static bool TryTakePayload(ref ReadOnlySpan<byte> body, out Lane lane, out AudioCodec codec, out uint position, out ReadOnlySpan<byte> bytes)
    {
        lane = default;
        codec = default;
        position = 0;
        bytes = default;
        if (body.Length < PayloadHeaderBytes)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        if (length > body.Length - PayloadHeaderBytes)
        {
            return false;
        }

        lane = (Lane)body[0];
        codec = (AudioCodec)body[1];
        position = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
        bytes = body.Slice(PayloadHeaderBytes, length);
        body = body[(PayloadHeaderBytes + length)..];
        return true;
    }

    /// <summary>The last record of a recording that was closed.</summary>
    internal static byte[] End(uint sequence, CallEndReason reason, DateTimeOffset endedAt)
    {
        byte[] record = new byte[HeaderBytes + EndBytes];
        record[HeaderBytes] = (byte)reason;
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(HeaderBytes + 8), RecordingHeader.ToUnixMicroseconds(endedAt));
        Frame(record, RecordKind.End, sequence);
        return record;
    }

    internal static bool TryReadEnd(ReadOnlySpan<byte> body, out CallEndReason reason, out DateTimeOffset endedAt)
    {
        reason = default;
        endedAt = default;
        if (body.Length < EndBytes)
        {
            return false;
        }

        reason = (CallEndReason)body[0];
        endedAt = RecordingHeader.FromUnixMicroseconds(BinaryPrimitives.ReadInt64LittleEndian(body[8..]));
        return true;
    }
}
