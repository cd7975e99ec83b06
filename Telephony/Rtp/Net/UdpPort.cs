using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Supervision.Telephony.Rtp.Net;

/// <summary>Takes one datagram on a media thread; both arguments are valid during the call only. Must not throw.</summary>
internal delegate void DatagramHandler(ReadOnlySpan<byte> datagram, SocketAddress source);

/// <summary>One bound UDP socket and who takes its datagrams. Owned by its line; disposed after it left the pump.</summary>
internal sealed class UdpPort : IDisposable
{
    /// <summary>Largest datagram taken whole: an Ethernet frame holds 1500 bytes, a telephone packet 172 to 492.</summary>
    internal const int MaxDatagramBytes = 2048;

    /// <summary>Windows reports a peer's closed port by failing the next receive; SIO_UDP_CONNRESET turns that off.</summary>
    private const int SioUdpConnReset = unchecked((int)0x9800000C);

    /// <summary>What a socket's buffer of 208 KB holds in telephone packets is less; a flood must not hold the end of a call.</summary>
    private const int MaxDrained = 1024;

    private UdpPort(Socket socket, DatagramHandler handler)
    {
        Socket = socket;
        Handler = handler;
        Number = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    internal Socket Socket { get; }

    internal DatagramHandler Handler { get; }

    internal int Number { get; }

    /// <summary>The pump's own number for this port; -1 while it is in none.</summary>
    internal int PumpIndex { get; set; } = -1;

    /// <summary>Null when the port is taken or the address is not ours.</summary>
    internal static UdpPort? TryBind(IPAddress local, int number, DatagramHandler handler)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (local.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            if (OperatingSystem.IsWindows())
            {
                socket.IOControl(SioUdpConnReset, [0], null);
            }

            socket.Blocking = false;
            socket.Bind(new IPEndPoint(local, number));
            return new UdpPort(socket, handler);
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
    }

    /// <summary>Hands over what still waits in the socket, after it left the pump.</summary>
    internal void Drain()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxDatagramBytes);
        SocketAddress source = new(Socket.AddressFamily);
        try
        {
            for (int i = 0; i < MaxDrained && Socket.Poll(0, SelectMode.SelectRead); i++)
            {
                source.Size = SocketAddress.GetMaximumAddressSize(Socket.AddressFamily);
                DrainOne(buffer.AsSpan(0, MaxDatagramBytes), source);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => Socket.Dispose();

    private void DrainOne(Span<byte> buffer, SocketAddress source)
    {
        try
        {
            int length = Socket.ReceiveFrom(buffer, SocketFlags.None, source);
            Handler(buffer[..length], source);
        }
        catch (SocketException)
        {
            // An ICMP answer to our RTCP, a wrong checksum, or the pump's last receive was quicker.
        }
    }
}
