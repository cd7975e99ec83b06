using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>The transaction user above the stack (RFC 3261 §5). Called on the signalling queue, one piece at a time.</summary>
internal interface ISipUser
{
    /// <summary>A new request, not ACK and not CANCEL. It must be answered, now or later.</summary>
    void OnRequest(ServerTransaction transaction);

    /// <summary>An ACK that belongs to a 2xx.</summary>
    void OnAck(SipMessage ack, SipPeer from);

    /// <summary>The peer gives up an INVITE that is still open (RFC 3261 §9.2). The CANCEL itself is already answered.</summary>
    void OnCancel(InviteServerTransaction invite);
}
