using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>A request of ours, written and addressed. Immutable.</summary>
/// <param name="Via">Its only Via, which an ACK or CANCEL of the same transaction repeats.</param>
/// <param name="Routes">Its Route values, in order.</param>
internal sealed record SipRequest(
    string Method, string Uri, string Via, string Branch, IReadOnlyList<string> Routes, SipPeer To, ReadOnlyMemory<byte> Bytes);
