using System.Net;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Telephony.Sip.Client;

/// <summary>An ordinary call to place to the recording line: one stream. Immutable.</summary>
public sealed record PlainInvite
{
    public required IPEndPoint Target { get; init; }

    /// <summary>User part of the Request-URI.</summary>
    public string Dialled { get; init; } = "recorder";

    /// <summary>A null number is withheld.</summary>
    public required Party Caller { get; init; }

    /// <summary>Where the stream is sent from.</summary>
    public required IPEndPoint Rtp { get; init; }

    public AudioCodec Codec { get; init; } = AudioCodec.Pcma;

    /// <inheritdoc cref="SipRecInvite.IsDemonstration"/>
    public bool IsDemonstration { get; init; }
}
