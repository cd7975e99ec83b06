using System.Net;

namespace Supervision.Telephony.Sip.Transport;

/// <summary>Where a message came from, or goes to. Immutable.</summary>
/// <param name="Remote">Never an IPv4-mapped address.</param>
/// <param name="Local">Our address that the peer reaches.</param>
/// <param name="Connection">Number of the TCP connection; 0 = none yet, one is opened when needed.</param>
internal sealed record SipPeer(SipProtocol Protocol, IPEndPoint Remote, IPAddress Local, long Connection = 0)
{
    /// <summary>RFC 3261 §19.1.2.</summary>
    internal const int DefaultPort = 5060;

    /// <summary>In a Via.</summary>
    internal string ViaTransport => Protocol == SipProtocol.Tcp ? "TCP" : "UDP";

    internal bool IsReliable => Protocol == SipProtocol.Tcp;
}
