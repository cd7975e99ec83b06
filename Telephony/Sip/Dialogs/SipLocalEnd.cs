using System.Net;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Dialogs;

/// <summary>How we name ourselves to one peer. Immutable.</summary>
/// <param name="Address">Written into descriptions.</param>
/// <param name="SentBy">Host and port for Via.</param>
/// <param name="Contact">Whole value of Contact.</param>
internal sealed record SipLocalEnd(IPAddress Address, string SentBy, string Contact)
{
    /// <summary>RFC 7866 §12.2.</summary>
    internal const string SourceFeature = "+sip.src";

    /// <inheritdoc cref="SourceFeature"/>
    internal const string ServerFeature = "+sip.srs";

    internal static SipLocalEnd For(SipPeer peer, IPAddress? advertised, int port, string? feature)
    {
        IPAddress address = advertised ?? peer.Local;
        string sentBy = $"{SipWriter.Host(address)}:{port}";
        string transport = peer.Protocol == SipProtocol.Tcp ? ";transport=tcp" : "";
        return new SipLocalEnd(address, sentBy, $"<sip:{sentBy}{transport}>{(feature is null ? "" : ";" + feature)}");
    }
}
