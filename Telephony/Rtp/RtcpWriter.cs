using System.Buffers.Binary;

namespace Supervision.Telephony.Rtp;

/// <summary>Writes the compound packets of a receiver that never sends media: RR, SDES CNAME and, at the end, BYE (RFC 3550 §6.1).</summary>
internal static class RtcpWriter
{
    /// <summary>RR 8 + block 24, SDES 8 + item 2 + CNAME ≤ 32 + end ≤ 4, BYE 8.</summary>
    internal const int MaxBytes = 128;

    /// <summary>Longest CNAME written.</summary>
    internal const int MaxCnameBytes = 32;

    /// <summary>Writes into <paramref name="target"/> (at least <see cref="MaxBytes"/>); gives back the length.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="ssrc">Our own.</param>
    /// <param name="block">What is said about the peer's source; null when nothing was received yet.</param>
    /// <param name="cname">ASCII, at most <see cref="MaxCnameBytes"/>.</param>
    /// <param name="goodbye">Adds a BYE.</param>
    internal static int Write(Span<byte> target, uint ssrc, RtcpReportBlock? block, ReadOnlySpan<byte> cname, bool goodbye)
    {
        int length = WriteHeader(target, RtcpType.ReceiverReport, block is null ? 0 : 1, ssrc);
        if (block is { } report)
        {
            WriteBlock(target[length..], report);
            length += RtcpReportBlock.Bytes;
        }

        FinishLength(target[..length]);
        length += WriteDescription(target[length..], ssrc, cname);
        if (goodbye)
        {
            int start = length;
            length += WriteHeader(target[start..], RtcpType.Goodbye, 1, ssrc);
            FinishLength(target[start..length]);
        }

        return length;
    }

    private static int WriteDescription(Span<byte> target, uint ssrc, ReadOnlySpan<byte> cname)
    {
        int length = WriteHeader(target, RtcpType.SourceDescription, 1, ssrc);
        target[length] = 1;
        target[length + 1] = (byte)cname.Length;
        cname.CopyTo(target[(length + 2)..]);
        length += 2 + cname.Length;

        // The list of items ends with a null byte and is filled up to 32 bits (RFC 3550 §6.5): one to four zeros.
        int end = (length + 4) & ~3;
        target[length..end].Clear();
        FinishLength(target[..end]);
        return end;
    }

    private static int WriteHeader(Span<byte> target, byte type, int count, uint ssrc)
    {
        target[0] = (byte)(0x80 | count);
        target[1] = type;
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], ssrc);
        return 8;
    }

    /// <summary>Length in 32-bit words minus one (RFC 3550 §6.4.1).</summary>
    private static void FinishLength(Span<byte> packet)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((packet.Length / 4) - 1));
    }

    private static void WriteBlock(Span<byte> target, in RtcpReportBlock block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, block.Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], ((uint)block.FractionLost << 24) | ((uint)block.CumulativeLost & 0xFFFFFF));
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], block.HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(target[12..], block.Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(target[16..], block.LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(target[20..], block.DelaySinceLast);
    }
}
