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

    public void Dispose() => Socket.Dispose();
}
