using Supervision.Telephony.Rtp;

namespace Supervision.Fuzz.Rtp;

/// <summary>Valid RTP, RTCP and telephone-event packets.</summary>
internal static class RtpSeeds
{
    internal const byte EventType = 101;

    internal static readonly byte[][] Rtp =
    [
        Packet(1, 160, new byte[160]),
        Packet(2, 320, new byte[240], payloadType: 0, marker: true),
        Packet(3, 480, new byte[480]),
        Packet(0xFFFF, uint.MaxValue, new byte[80]),
        Packet(5, 640, [20], payloadType: 13),
        Packet(6, 800, [5, 10, 0, 160], payloadType: EventType, marker: true),
        Packet(7, 800, [5, 0x8A, 3, 0x20], payloadType: EventType),
        [0xB2, 8, 0, 8, 0, 0, 4, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0xBE, 0xDE, 0, 1, 9, 9, 9, 9, 0x55, 0x55, 0, 0, 3],
    ];

    internal static readonly byte[][] Rtcp =
    [
        Convert.FromHexString("80C800060000CAFE112233445566778800000640000000" + "0A000006B8" + "81CA00040000CAFE0105614062" + "2E630000000000"),
        Convert.FromHexString("81C90007" + "00000001" + "0000CAFE" + "40FFFFFD" + "00012345" + "00000050" + "33445566" + "00010000" + "81CB00010000CAFE"),
        Convert.FromHexString("80C9000100000001" + "80CC00020000CAFE74657374" + "A2CB000400000001000000020461626364000000" + "00000004"),
    ];

    internal static readonly byte[][] Events = [[5, 10, 0, 160], [11, 0x8A, 3, 0x20], [15, 0xBF, 0xFF, 0xFF], [16, 0, 0, 0]];

    private static byte[] Packet(ushort sequence, uint timestamp, byte[] payload, byte payloadType = 8, bool marker = false)
    {
        byte[] datagram = new byte[RtpPacket.FixedHeaderBytes + payload.Length];
        RtpPacket.WriteHeader(datagram, marker, payloadType, sequence, timestamp, 1);
        payload.CopyTo(datagram, RtpPacket.FixedHeaderBytes);
        return datagram;
    }
}
