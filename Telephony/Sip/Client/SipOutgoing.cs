using Supervision.Shared.Calls;
using Supervision.Telephony.Sip.Dialogs;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Client;

/// <summary>Writes requests outside a dialog (RFC 3261 §8.1.1), all of one Call-ID. Immutable.</summary>
internal sealed class SipOutgoing(SipPeer target, string dialled, Party from, SipLocalEnd end)
{
    private readonly string _to = $"sip:{SipText.EscapeUser(dialled)}@{SipWriter.Host(target.Remote.Address)}:{target.Remote.Port}";

    internal string CallId { get; } = SipIds.NewCallId();

    internal string LocalTag { get; } = SipIds.NewTag();

    internal SipLocalEnd End => end;

    internal SipPeer Target => target;

    /// <summary>A new transaction with CSeq 1.</summary>
    internal SipRequest Write(string method, Action<SipWriter>? fill, string? contentType, byte[] body)
    {
        string branch = SipIds.NewBranch();
        string via = $"SIP/2.0/{target.ViaTransport} {end.SentBy};branch={branch};rport";
        SipWriter writer = Begin(method, via).Header(SipHeaderName.Contact, end.Contact);
        fill?.Invoke(writer);
        return new SipRequest(method, _to, via, branch, [], target, writer.ToBytes(contentType, body));
    }

    /// <summary>CANCEL has the branch of what it cancels (RFC 3261 §9.1).</summary>
    internal SipRequest WriteCancel(SipRequest invite) => new(
        SipMethod.Cancel, _to, invite.Via, invite.Branch, [], target, Begin(SipMethod.Cancel, invite.Via).ToBytes());

    private SipWriter Begin(string method, string via)
    {
        string name = from.Name is null ? "" : SipText.Quote(from.Name) + " ";
        string address = from.Number is null ? "sip:anonymous@anonymous.invalid" : $"sip:{SipText.EscapeUser(from.Number)}@{SipWriter.Host(target.Local)}";
        return SipWriter.Request(method, _to)
            .Header(SipHeaderName.Via, via)
            .Header(SipHeaderName.MaxForwards, "70")
            .Header(SipHeaderName.From, $"{name}<{address}>;tag={LocalTag}")
            .Header(SipHeaderName.To, $"<{_to}>")
            .Header(SipHeaderName.CallId, CallId)
            .Header(SipHeaderName.CSeq, $"1 {method}")
            .Header(SipHeaderName.UserAgent, SipStack.Product);
    }
}
