using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>The transaction user above the stack (RFC 3261 §5). Called on the signalling queue, one piece at a time.</summary>
internal interface ISipUser
{
    /// <summary>A request with a tag of To: whether it names a call that lives.</summary>
    bool IsOfACall(SipMessage request);

    /// <summary>Whether one more request outside calls, other than INVITE, is taken from this source now; else it is answered 503.</summary>
    bool Admits(SipPeer from);

    /// <summary>A new request, not ACK and not CANCEL. It must be answered, now or later.</summary>
    void OnRequest(ServerTransaction transaction);

    /// <summary>An ACK that belongs to a 2xx.</summary>
    void OnAck(SipMessage ack, SipPeer from);

    /// <summary>The peer gives up an INVITE that is still open (RFC 3261 §9.2). The CANCEL itself is already answered.</summary>
    void OnCancel(InviteServerTransaction invite);
}
