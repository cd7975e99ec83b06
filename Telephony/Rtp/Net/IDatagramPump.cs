using Microsoft.Extensions.Logging;

namespace Supervision.Telephony.Rtp.Net;

/// <summary>
/// Hands the datagrams of many ports to their handlers, on threads of its own. Two kinds, one path above them: see
/// docs/adr/0005-rtp-sockets.md. Thread-safe.
/// </summary>
internal interface IDatagramPump : IDisposable
{
    /// <summary>True when it reads no more, although it was not disposed of.</summary>
    bool IsBroken { get; }

    void Add(UdpPort port);

    /// <summary>Reads no more of it after the return; a datagram that was read before may still be handed over.</summary>
    void Remove(UdpPort port);
}

/// <summary>Chooses the pump that this system can run.</summary>
internal static class DatagramPump
{
    internal static IDatagramPump Create(ILogger logger)
    {
        return EpollPump.IsSupported ? new EpollPump(logger) : new SocketPump(logger);
    }
}
