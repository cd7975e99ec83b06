using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Telephony.Rtp.Net;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>The thread that reads many ports.</summary>
public sealed class EpollPumpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Read_IPv6AfterIPv4_BothAreHeard()
    {
        if (!EpollPump.IsSupported)
        {
            return;
        }

        using EpollPump pump = new(NullLogger.Instance);
        foreach (IPAddress address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Loopback])
        {
            TaskCompletionSource<(byte[] Bytes, AddressFamily Family)> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using UdpPort port = UdpPort.TryBind(address, 0, (datagram, source) => heard.TrySetResult((datagram.ToArray(), source.Family)))!;
            pump.Add(port);
            using Socket peer = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await peer.SendToAsync(new byte[] { 1, 2, 3 }, new IPEndPoint(address, port.Number));
            (byte[] bytes, AddressFamily family) = await heard.Task.WaitAsync(Patience);
            Assert.Equal([1, 2, 3], bytes);
            Assert.Equal(address.AddressFamily, family);
            pump.Remove(port);
        }
    }
}
