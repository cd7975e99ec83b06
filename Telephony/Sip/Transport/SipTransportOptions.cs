using System.Net;

namespace Supervision.Telephony.Sip.Transport;

/// <summary>How a transport opens.</summary>
internal sealed record SipTransportOptions
{
    internal required IPAddress Address { get; init; }

    /// <summary>0 takes a free one.</summary>
    internal int Port { get; init; }

    internal bool Udp { get; init; } = true;

    /// <summary>Listen on TCP; without it connections are only made.</summary>
    internal bool TcpListen { get; init; } = true;

    internal int MaxMessageBytes { get; init; } = 65536;

    internal int MaxConnections { get; init; } = 500;

    internal int MaxConnectionsPerSource { get; init; } = 100;
}
