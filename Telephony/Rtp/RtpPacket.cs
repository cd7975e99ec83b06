using System.Buffers.Binary;

namespace Supervision.Telephony.Rtp;

/// <summary>One RTP packet seen in place (RFC 3550 §5.1). Valid while the datagram's buffer is.</summary>
internal readonly ref struct RtpPacket
{
    /// <summary>Fixed header, in bytes, before CSRCs and extension.</summary>
    internal const int FixedHeaderBytes = 12;

    private const int Version = 2;

    internal bool Marker { get; private init; }

    internal byte PayloadType { get; private init; }

    internal ushort SequenceNumber { get; private init; }

    /// <summary>Of the first sample, in samples of the sender's clock; wraps.</summary>
    internal uint Timestamp { get; private init; }

    internal uint Ssrc { get; private init; }

    /// <summary>Without CSRCs, extension and padding; may be empty.</summary>
    internal ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Never throws: what comes from the network is data, not a bug.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (datagram.Length < FixedHeaderBytes || datagram[0] >> 6 != Version)
        {
            return false;
        }

        // CSRC count × 4 bytes (RFC 3550 §5.1).
        int header = FixedHeaderBytes + ((datagram[0] & 0x0F) * 4);
        if ((datagram[0] & 0x10) != 0)
        {
            // Extension: 16 bits of profile, 16 bits of length in 32-bit words (RFC 3550 §5.3.1).
            if (datagram.Length < header + 4)
            {
                return false;
            }

            header += 4 + (BinaryPrimitives.ReadUInt16BigEndian(datagram[(header + 2)..]) * 4);
        }

        if (datagram.Length < header)
        {
            return false;
        }

        int end = datagram.Length;
        if ((datagram[0] & 0x20) != 0)
        {
            // The last byte counts the padding, itself included (RFC 3550 §5.1).
            int padding = datagram[^1];
            if (padding == 0 || padding > end - header)
            {
                return false;
            }

            end -= padding;
        }

        packet = new RtpPacket
        {
            Marker = (datagram[1] & 0x80) != 0,
            PayloadType = (byte)(datagram[1] & 0x7F),
            SequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            Payload = datagram[header..end],
        };
        return true;
    }

    /// <summary>Writes a header without CSRCs, extension or padding; the payload follows at <see cref="FixedHeaderBytes"/>.</summary>
    internal static void WriteHeader(Span<byte> datagram, bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        datagram[0] = Version << 6;
        datagram[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[8..], ssrc);
    }
}
