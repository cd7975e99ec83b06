using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Supervision.Telephony.Rtp;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>RTCP read and written (RFC 3550 §6).</summary>
public sealed class RtcpTests
{
    [Fact]
    public void TryRead_Compound_YieldsEachPacket()
    {
        byte[] compound =
        [
            .. SenderReport(0xCAFE),
            0x81, 202, 0, 4, 0, 0, 0xCA, 0xFE, 1, 5, (byte)'a', (byte)'@', (byte)'b', (byte)'.', (byte)'c', 0, 0, 0, 0, 0,
            0x80, 204, 0, 2, 0, 0, 0xCA, 0xFE, (byte)'t', (byte)'e', (byte)'s', (byte)'t',
            0x81, 203, 0, 1, 0, 0, 0xCA, 0xFE,
        ];
        RtcpReader reader = new(compound);
        Assert.True(reader.TryRead(out RtcpPacket packet));
        Assert.True(packet.TryGetSenderReport(out RtcpSenderReport report));
        Assert.Equal(new RtcpSenderReport(0xCAFE, 0x33445566, 1600, 10, 1720), report);
        Assert.True(reader.TryRead(out packet));
        Assert.True(packet.TryGetCname(out ReadOnlySpan<byte> cname));
        Assert.Equal("a@b.c"u8.ToArray(), cname.ToArray());
        Assert.True(reader.TryRead(out packet));
        Assert.Equal(RtcpType.Application, packet.Type);
        Assert.True(reader.TryRead(out packet));
        Assert.True(packet.SaysGoodbyeFor(0xCAFE));
        Assert.False(packet.SaysGoodbyeFor(1));
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.IsMalformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80C9")]
    [InlineData("40C9000100000001")] // version 1
    [InlineData("80CA000100000001")] // begins with an SDES
    [InlineData("80C9000500000001")] // longer than the datagram
    [InlineData("A0C900010000000180C9000100000001")] // padding before the last
    [InlineData("A0C9000100000000")] // padding of none
    public void TryRead_Broken_IsMalformed(string hex)
    {
        RtcpReader reader = new(Convert.FromHexString(hex));
        while (reader.TryRead(out _))
        {
        }

        Assert.True(reader.IsMalformed);
    }

    [Fact]
    public void Write_ReportAndGoodbye_ReadsBackTheSame()
    {
        RtcpReportBlock block = new(7, 64, -3, 0x12345, 80, 0x33445566, 65536);
        byte[] buffer = new byte[RtcpWriter.MaxBytes];
        int length = RtcpWriter.Write(buffer, 99, block, "0123456789abcdef"u8, goodbye: true);
        RtcpReader reader = new(buffer.AsSpan(0, length));
        Assert.True(reader.TryRead(out RtcpPacket packet));
        Assert.True(packet.TryGetReportBlock(0, out RtcpReportBlock read));
        Assert.Equal(block, read);
        Assert.False(packet.TryGetReportBlock(1, out _));
        Assert.True(reader.TryRead(out packet));
        Assert.True(packet.TryGetCname(out ReadOnlySpan<byte> cname));
        Assert.Equal("0123456789abcdef"u8.ToArray(), cname.ToArray());
        Assert.True(reader.TryRead(out packet));
        Assert.True(packet.SaysGoodbyeFor(99));
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public async Task Tick_AfterTheInterval_SendsAReportWithLossJitterAndDelay()
    {
        using Socket peer = BindPeer();
        await using LineRig rig = new();
        rig.Configure(remoteRtcp: (IPEndPoint)peer.LocalEndPoint!);
        SocketAddress peerAddress = peer.LocalEndPoint!.Serialize();
        foreach (int i in (int[])[0, 1, 2, 4])
        {
            rig.Receive(Packets.Audio(i), peerAddress);
            rig.Wait(20);
        }

        rig.Line.OnRtcp(SenderReport(Packets.Ssrc), peerAddress);

        // RFC 3550 §6.3.1: the first comes within half of 1.5 × 5 s / 1.21828.
        rig.Wait(3100);
        byte[] received = Receive(peer);
        RtcpReader reader = new(received);
        Assert.True(reader.TryRead(out RtcpPacket packet));
        Assert.True(packet.TryGetReportBlock(0, out RtcpReportBlock block));
        Assert.Equal(Packets.Ssrc, block.Ssrc);
        Assert.Equal(1, block.CumulativeLost);
        Assert.Equal(256 / 5, block.FractionLost);
        Assert.Equal(1004u, block.HighestSequence);
        Assert.Equal(0x33445566u, block.LastSenderReport);
        Assert.InRange(block.DelaySinceLast, 60_000u, 65536u * 32 / 10);
        Assert.True(reader.TryRead(out packet));
        Assert.True(packet.TryGetCname(out ReadOnlySpan<byte> cname));
        Assert.Equal(16, cname.Length);
    }

    [Fact]
    public async Task DisposeAsync_PeerKnown_SaysGoodbye()
    {
        using Socket peer = BindPeer();
        await using LineRig rig = new();
        rig.Configure(remoteRtcp: (IPEndPoint)peer.LocalEndPoint!);
        await rig.Session.DisposeAsync();
        byte[] received = Receive(peer);
        Assert.Equal(RtcpType.Goodbye, received[^7]);
        Assert.Equal(1, rig.Statistics.RtcpSent);
    }

    [Fact]
    public async Task OnRtcp_FromAStrangerOrBroken_IsCounted()
    {
        await using LineRig rig = new();
        rig.Receive(Packets.Audio(0));
        rig.Line.OnRtcp(SenderReport(1), LineRig.Stranger);
        rig.Line.OnRtcp([0x80, 0xC9, 0, 9], LineRig.Peer);
        Assert.Equal(1, rig.Statistics.WrongSource);
        Assert.Equal(1, rig.Statistics.RtcpMalformed);
    }

    internal static byte[] SenderReport(uint ssrc)
    {
        byte[] report =
        [
            0x80, 200, 0, 6, 0, 0, 0, 0,
            0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,
            0, 0, 0x06, 0x40, 0, 0, 0, 10, 0, 0, 0x06, 0xB8,
        ];
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), ssrc);
        return report;
    }

    private static Socket BindPeer()
    {
        Socket peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return peer;
    }

    private static byte[] Receive(Socket peer)
    {
        byte[] buffer = new byte[1500];
        return buffer[..peer.Receive(buffer)];
    }
}
