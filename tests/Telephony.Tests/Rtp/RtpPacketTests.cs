using Supervision.Telephony.Rtp;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>The RTP header in all its forms (RFC 3550 §5).</summary>
public sealed class RtpPacketTests
{
    [Fact]
    public void TryParse_PlainPacket_ReadsEveryField()
    {
        byte[] datagram = [0x80, 0x88, 0x12, 0x34, 0x01, 0x02, 0x03, 0x04, 0xAA, 0xBB, 0xCC, 0xDD, 0xD5, 0x55];
        Assert.True(RtpPacket.TryParse(datagram, out RtpPacket packet));
        Assert.True(packet.Marker);
        Assert.Equal(8, packet.PayloadType);
        Assert.Equal(0x1234, packet.SequenceNumber);
        Assert.Equal(0x01020304u, packet.Timestamp);
        Assert.Equal(0xAABBCCDDu, packet.Ssrc);
        Assert.Equal([0xD5, 0x55], packet.Payload.ToArray());
    }

    [Fact]
    public void TryParse_CsrcsExtensionAndPadding_FindsThePayload()
    {
        byte[] datagram =
        [
            0xB2, 0x00, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
            1, 1, 1, 1, 2, 2, 2, 2,
            0xBE, 0xDE, 0, 1, 9, 9, 9, 9,
            0x77, 0x78,
            0, 0, 3,
        ];
        Assert.True(RtpPacket.TryParse(datagram, out RtpPacket packet));
        Assert.Equal([0x77, 0x78], packet.Payload.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("800800010000000100000002FFFFFF")] // valid, cut below in the loop
    [InlineData("400800010000000100000002FF")] // version 1
    [InlineData("8F0800010000000100000002FF")] // 15 CSRCs that are not there
    [InlineData("900800010000000100000002FF")] // extension without header
    [InlineData("900800010000000100000002BEDEFFFF01020304")] // extension longer than the packet
    [InlineData("A008000100000001000000020000")] // padding of none
    [InlineData("A00800010000000100000002FFFF")] // padding beyond the payload
    public void TryParse_BrokenPacket_IsRefusedAndNeverThrows(string hex)
    {
        byte[] datagram = Convert.FromHexString(hex);
        bool isValid = hex.StartsWith("8008", StringComparison.Ordinal);
        Assert.Equal(isValid, RtpPacket.TryParse(datagram, out _));
        for (int length = 0; length < Math.Min(RtpPacket.FixedHeaderBytes, datagram.Length); length++)
        {
            Assert.False(RtpPacket.TryParse(datagram.AsSpan(0, length), out _));
        }
    }
}
