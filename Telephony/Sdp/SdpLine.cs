using System.Net;
using Supervision.Shared;

namespace Supervision.Telephony.Sdp;

/// <summary>What an offer/answer settled for one m= line, seen from our side. Immutable.</summary>
internal sealed record SdpLine
{
    /// <summary>The remote's section, for its kind, protocol and formats.</summary>
    internal required SdpMedia Remote { get; init; }

    /// <summary>False: answered with port 0.</summary>
    internal required bool IsAccepted { get; init; }

    internal string? Label => Remote.Label;

    /// <summary>Ours among the remote's formats, in the remote's order of preference.</summary>
    internal IReadOnlyList<KeyValuePair<byte, AudioCodec>> Codecs { get; init; } = [];

    internal byte? TelephoneEvent { get; init; }

    /// <summary>As the remote wrote it.</summary>
    internal SdpDirection RemoteDirection { get; init; }

    /// <summary>0.0.0.0 or :: as address: hold in the old way (RFC 3264 §8.4).</summary>
    internal bool IsBlackHole { get; init; }

    /// <summary>Where the remote receives; null when it gave no address or <see cref="IsBlackHole"/>.</summary>
    internal IPEndPoint? RemoteRtp { get; init; }

    internal IPEndPoint? RemoteRtcp { get; init; }

    /// <summary>True when the remote may send.</summary>
    internal bool ExpectsMedia => IsAccepted && RemoteDirection is SdpDirection.SendRecv or SdpDirection.SendOnly;

    /// <summary>We only ever listen (RFC 3264 §6.1): recvonly, or inactive when the remote does not send.</summary>
    internal SdpDirection LocalDirection => ExpectsMedia ? SdpDirection.RecvOnly : SdpDirection.Inactive;
}
