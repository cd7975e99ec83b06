using System.Net;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Client;

/// <summary>Where a <see cref="SipClient"/> stands.</summary>
public sealed record SipClientOptions
{
    /// <summary>An address of this machine that the target reaches; not a wildcard.</summary>
    public IPAddress LocalAddress { get; init; } = IPAddress.Loopback;

    /// <summary>What carries all calls of the client.</summary>
    public SipProtocol Protocol { get; init; } = SipProtocol.Udp;
}
