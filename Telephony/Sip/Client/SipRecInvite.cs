using System.Net;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Telephony.Sip.Client;

/// <summary>A recording session to place (RFC 7866 §6.1): two people, one stream each. Immutable.</summary>
public sealed record SipRecInvite
{
    /// <summary>Label of the caller's stream.</summary>
    public const string CallerLabel = "1";

    /// <summary>Label of the agent's stream.</summary>
    public const string AgentLabel = "2";

    /// <summary>SIP end point of the recording server.</summary>
    public required IPEndPoint Target { get; init; }

    /// <summary>A null number is withheld.</summary>
    public required Party Caller { get; init; }

    public required Party Agent { get; init; }

    /// <summary>Where the caller's stream is sent from.</summary>
    public required IPEndPoint CallerRtp { get; init; }

    /// <summary>Where the agent's stream is sent from.</summary>
    public required IPEndPoint AgentRtp { get; init; }

    public AudioCodec Codec { get; init; } = AudioCodec.Pcma;

    /// <summary>Marks the call as the console's own demonstration.</summary>
    public bool IsDemonstration { get; init; }
}
