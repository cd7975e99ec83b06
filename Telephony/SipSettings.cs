using System.Net;
using Supervision.Shared;

namespace Supervision.Telephony;

/// <summary>Section <c>Sip</c>: where signalling is heard and what one peer may do.</summary>
public sealed record SipSettings : ISettingsSection
{
    public static string SectionName => "Sip";

    /// <summary>UDP and TCP port, 0 to 65535; 0 takes a free one (tests).</summary>
    public int Port { get; init; } = 5060;

    /// <summary>Local address, IPv4 or IPv6; 0.0.0.0 or :: for all.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Address written into Contact and SDP when <see cref="Address"/> is a wildcard or behind NAT; empty = the one the request came to.</summary>
    public string PublicAddress { get; init; } = "";

    /// <summary>Calls at once; one more is answered 503 with Retry-After. 1 to 100000.</summary>
    public int MaxCalls { get; init; } = 2000;

    /// <summary>Largest SIP message, in bytes; a larger one is answered 513. 1024 to 1048576.</summary>
    public int MaxMessageBytes { get; init; } = 65536;

    /// <summary>New calls a second from one source address; more are answered 503. 1 to 10000.</summary>
    public int MaxSetupsPerSecond { get; init; } = 50;

    /// <summary>TCP connections at once. 1 to 10000.</summary>
    public int MaxConnections { get; init; } = 500;

    /// <summary>TCP connections at once from one source address; an SBC needs one or a few. 1 to 10000.</summary>
    public int MaxConnectionsPerSource { get; init; } = 100;

    /// <summary>How long a call rings (180) before it is answered. Milliseconds, 0 to 30000.</summary>
    public int AnswerDelayMs { get; init; }

    public IEnumerable<string> Errors()
    {
        if (Port is < 0 or > 65535)
        {
            yield return $"Sip:Port is {Port}; it must be between 0 and 65535.";
        }

        if (!IPAddress.TryParse(Address, out _))
        {
            yield return $"Sip:Address is '{Address}'; it must be an IPv4 or IPv6 address.";
        }

        if (PublicAddress.Length > 0 && !IPAddress.TryParse(PublicAddress, out _))
        {
            yield return $"Sip:PublicAddress is '{PublicAddress}'; it must be empty or an IPv4 or IPv6 address.";
        }

        if (MaxCalls is < 1 or > 100_000)
        {
            yield return $"Sip:MaxCalls is {MaxCalls}; it must be between 1 and 100000.";
        }

        if (MaxMessageBytes is < 1024 or > 1_048_576)
        {
            yield return $"Sip:MaxMessageBytes is {MaxMessageBytes}; it must be between 1024 and 1048576.";
        }

        if (MaxSetupsPerSecond is < 1 or > 10_000)
        {
            yield return $"Sip:MaxSetupsPerSecond is {MaxSetupsPerSecond}; it must be between 1 and 10000.";
        }

        if (AnswerDelayMs is < 0 or > 30_000)
        {
            yield return $"Sip:AnswerDelayMs is {AnswerDelayMs}; it must be between 0 and 30000.";
        }

        if (MaxConnections is < 1 or > 10_000)
        {
            yield return $"Sip:MaxConnections is {MaxConnections}; it must be between 1 and 10000.";
        }

        if (MaxConnectionsPerSource is < 1 or > 10_000)
        {
            yield return $"Sip:MaxConnectionsPerSource is {MaxConnectionsPerSource}; it must be between 1 and 10000.";
        }
    }
}
