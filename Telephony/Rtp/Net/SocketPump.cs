using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Supervision.Telephony.Rtp.Net;

/// <summary>One pending receive a port on the thread pool, for systems without epoll: five times the processor time.</summary>
internal sealed partial class SocketPump(ILogger logger) : IDatagramPump
{
    private readonly CancellationTokenSource _stop = new();

    public bool IsBroken => false;

    public void Add(UdpPort port)
    {
        port.PumpIndex = 0;
        _ = ReceiveAsync(port, _stop.Token);
    }

    public void Remove(UdpPort port) => port.PumpIndex = -1;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task ReceiveAsync(UdpPort port, CancellationToken cancellationToken)
    {
        byte[] buffer = GC.AllocateArray<byte>(UdpPort.MaxDatagramBytes, pinned: true);
        SocketAddress source = new(port.Socket.AddressFamily);
        while (true)
        {
            try
            {
                int length = await port.Socket.ReceiveFromAsync(buffer, SocketFlags.None, source, cancellationToken);
                port.Handler(buffer.AsSpan(0, length), source);
                if (port.PumpIndex < 0)
                {
                    return;
                }
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.OperationAborted)
            {
                // ICMP answers and truncated datagrams; the next one is waited for.
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException or SocketException)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogFailed(logger, port.Number, e);
            }
        }
    }

    [LoggerMessage(EventId = 1502, Level = LogLevel.Error, Message = "A packet to port {Port} could not be handled")]
    private static partial void LogFailed(ILogger logger, int port, Exception exception);
}
