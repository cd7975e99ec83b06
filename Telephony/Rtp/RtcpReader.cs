using System.Buffers.Binary;

namespace Supervision.Telephony.Rtp;

/// <summary>Kinds of RTCP packet (RFC 3550 §12.1).</summary>
internal static class RtcpType
{
    internal const byte SenderReport = 200;
    internal const byte ReceiverReport = 201;
    internal const byte SourceDescription = 202;
    internal const byte Goodbye = 203;
    internal const byte Application = 204;
}

/// <summary>What a receiver says about one source (RFC 3550 §6.4.1).</summary>
internal readonly record struct RtcpReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter, uint LastSenderReport, uint DelaySinceLast)
{
    internal const int Bytes = 24;
}

/// <summary>Sender information of an SR (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">Of the sender.</param>
/// <param name="NtpMiddle">Middle 32 bits of the NTP timestamp, as LSR gives them back.</param>
internal readonly record struct RtcpSenderReport(uint Ssrc, uint NtpMiddle, uint RtpTimestamp, uint Packets, uint Octets);

/// <summary>One packet of a compound, seen in place. Valid while the datagram's buffer is.</summary>
internal readonly ref struct RtcpPacket
{
    /// <summary>NTP, RTP timestamp, packet and octet count.</summary>
    private const int SenderInfoBytes = 20;

    internal byte Type { get; init; }

    /// <summary>Report or source count, or APP's subtype.</summary>
    internal int Count { get; init; }

    /// <summary>After the common header of four bytes, without padding.</summary>
    internal ReadOnlySpan<byte> Body { get; init; }

    internal bool TryGetSenderReport(out RtcpSenderReport report)
    {
        report = default;
        if (Type != RtcpType.SenderReport || Body.Length < 4 + SenderInfoBytes)
        {
            return false;
        }

        report = new RtcpSenderReport(
            BinaryPrimitives.ReadUInt32BigEndian(Body),
            BinaryPrimitives.ReadUInt32BigEndian(Body[6..]),
            BinaryPrimitives.ReadUInt32BigEndian(Body[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(Body[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(Body[20..]));
        return true;
    }

    /// <summary>Report block <paramref name="index"/> of an SR or RR.</summary>
    internal bool TryGetReportBlock(int index, out RtcpReportBlock block)
    {
        block = default;
        int start = 4 + (Type == RtcpType.SenderReport ? SenderInfoBytes : 0) + (index * RtcpReportBlock.Bytes);
        if (Type is not (RtcpType.SenderReport or RtcpType.ReceiverReport) || index >= Count || Body.Length < start + RtcpReportBlock.Bytes)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = Body[start..];
        uint loss = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        block = new RtcpReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (byte)(loss >> 24),
            (int)(loss << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
        return true;
    }

    /// <summary>True when a BYE names <paramref name="ssrc"/> (RFC 3550 §6.6).</summary>
    internal bool SaysGoodbyeFor(uint ssrc)
    {
        for (int i = 0; Type == RtcpType.Goodbye && i < Count && Body.Length >= (i + 1) * 4; i++)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(Body[(i * 4)..]) == ssrc)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>First CNAME of an SDES packet (RFC 3550 §6.5.1); false when it holds none or is malformed.</summary>
    internal bool TryGetCname(out ReadOnlySpan<byte> cname)
    {
        cname = default;
        ReadOnlySpan<byte> chunk = Type == RtcpType.SourceDescription && Count > 0 && Body.Length > 4 ? Body[4..] : default;
        while (chunk.Length >= 2 && chunk[0] != 0)
        {
            int length = chunk[1];
            if (chunk.Length < 2 + length)
            {
                return false;
            }

            if (chunk[0] == 1)
            {
                cname = chunk.Slice(2, length);
                return true;
            }

            chunk = chunk[(2 + length)..];
        }

        return false;
    }
}

/// <summary>Walks a compound RTCP datagram in place. Never throws.</summary>
internal ref struct RtcpReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;
    private bool _isFirst = true;

    /// <summary>True when the walk ended because of what the datagram holds, and not at its end.</summary>
    internal bool IsMalformed { get; private set; }

    /// <summary>The next packet; false at the end or at the first fault (RFC 3550 A.2).</summary>
    internal bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.IsEmpty && !_isFirst)
        {
            return false;
        }

        IsMalformed = !TryReadHeader(out packet);
        _isFirst = false;
        return !IsMalformed;
    }

    private bool TryReadHeader(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.Length < 4 || _rest[0] >> 6 != 2)
        {
            return false;
        }

        byte type = _rest[1];
        int length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1) * 4;
        bool hasPadding = (_rest[0] & 0x20) != 0;

        // RFC 3550 A.2: a compound begins with a report, and only its last packet is padded.
        if (length > _rest.Length
            || (_isFirst && type is not (RtcpType.SenderReport or RtcpType.ReceiverReport))
            || (hasPadding && length != _rest.Length))
        {
            return false;
        }

        int padding = hasPadding ? _rest[length - 1] : 0;
        if (hasPadding && (padding == 0 || padding > length - 4))
        {
            return false;
        }

        packet = new RtcpPacket { Type = type, Count = _rest[0] & 0x1F, Body = _rest[4..(length - padding)] };
        _rest = _rest[length..];
        return true;
    }
}
