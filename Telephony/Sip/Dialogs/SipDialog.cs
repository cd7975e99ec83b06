using System.Globalization;
using System.Net;
using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Transactions;
using Supervision.Telephony.Sip.Transport;

namespace Supervision.Telephony.Sip.Dialogs;

/// <summary>
/// One dialog, of either side (RFC 3261 §12): names, route set, target, sequence numbers; writes its requests. Used on the
/// signalling queue only.
/// </summary>
internal sealed class SipDialog
{
    private readonly string _local;
    private readonly string _remote;
    private readonly IReadOnlyList<string> _routes;
    private readonly string _sentBy;
    private string _remoteTarget;
    private uint _localCSeq;

    private SipDialog(
        string callId, string localTag, string remoteTag, string local, string remote, string target, IReadOnlyList<string> routes, SipLocalEnd end, SipPeer peer)
    {
        (CallId, LocalTag, RemoteTag, _local, _remote) = (callId, localTag, remoteTag, local, remote);
        (_remoteTarget, _routes, _sentBy, Contact, Peer) = (target, routes, end.SentBy, end.Contact, peer);
    }

    internal string CallId { get; }

    internal string LocalTag { get; }

    internal string RemoteTag { get; }

    /// <summary>Value of our Contact.</summary>
    internal string Contact { get; }

    /// <summary>Where the peer's last request came from, or where ours went.</summary>
    internal SipPeer Peer { get; private set; }

    /// <summary>CSeq of the peer's last request; -1 before the first.</summary>
    internal long RemoteCSeq { get; private set; } = -1;

    /// <summary>The dialog that a 2xx to <paramref name="invite"/> makes (RFC 3261 §12.1.1). Null when its Contact is no SIP URI.</summary>
    internal static SipDialog? Serve(SipMessage invite, SipPeer from, string localTag, SipLocalEnd end)
    {
        if (invite.Contact is not { Uri.IsSip: true } contact)
        {
            return null;
        }

        return new SipDialog(
            invite.CallId,
            localTag,
            invite.FromTag,
            $"{invite.Headers[SipHeaderName.To]};tag={localTag}",
            invite.Headers[SipHeaderName.From]!,
            contact.RawUri,
            invite.Headers.List(SipHeaderName.RecordRoute),
            end,
            from)
        { RemoteCSeq = invite.CSeq };
    }

    /// <summary>The dialog that a 2xx to our INVITE made (RFC 3261 §12.1.2). Null when its Contact is no SIP URI.</summary>
    internal static SipDialog? Establish(SipMessage response, string localTag, SipLocalEnd end, SipPeer to)
    {
        if (response.Contact is not { Uri.IsSip: true } contact)
        {
            return null;
        }

        List<string> routes = response.Headers.List(SipHeaderName.RecordRoute);
        routes.Reverse();
        return new SipDialog(
            response.CallId,
            localTag,
            response.ToTag,
            response.Headers[SipHeaderName.From]!,
            response.Headers[SipHeaderName.To]!,
            contact.RawUri,
            routes,
            end,
            to)
        { _localCSeq = response.CSeq };
    }

    /// <summary>False when the request is older than the last one (RFC 3261 §12.2.2): it is answered 500.</summary>
    internal bool TryAccept(SipMessage request, SipPeer from)
    {
        if (request.CSeq <= RemoteCSeq)
        {
            return false;
        }

        RemoteCSeq = request.CSeq;
        Peer = from;
        return true;
    }

    /// <summary>A re-INVITE or UPDATE, or its 2xx, may move the target (RFC 3261 §12.2.1.2, §12.2.2).</summary>
    internal void RefreshTarget(SipMessage message)
    {
        if (message.Contact is { Uri.IsSip: true } contact)
        {
            _remoteTarget = contact.RawUri;
        }
    }

    /// <summary>The next request of ours (RFC 3261 §12.2.1.1).</summary>
    internal SipRequest Create(string method, Action<SipWriter>? fill = null, string? contentType = null, byte[]? body = null) =>
        Write(method, ++_localCSeq, fill, contentType, body);

    /// <summary>ACK of a 2xx: a request of its own, with the number of its INVITE (RFC 3261 §13.2.2.4).</summary>
    internal SipRequest CreateAck(uint cseq, byte[]? body = null) =>
        Write(SipMethod.Ack, cseq, null, body is null ? null : SipRec.MediaType.Sdp, body);

    private SipRequest Write(string method, uint cseq, Action<SipWriter>? fill, string? contentType, byte[]? body)
    {
        (string uri, IReadOnlyList<string> routes, string next) = Route();
        SipPeer to = Resolve(next);
        string branch = SipIds.NewBranch();
        string via = $"SIP/2.0/{to.ViaTransport} {_sentBy};branch={branch};rport";
        SipWriter writer = SipWriter.Request(method, uri).Header(SipHeaderName.Via, via).Header(SipHeaderName.MaxForwards, "70");
        foreach (string route in routes)
        {
            writer.Header(SipHeaderName.Route, route);
        }

        writer.Header(SipHeaderName.From, _local).Header(SipHeaderName.To, _remote).Header(SipHeaderName.CallId, CallId)
            .Header(SipHeaderName.CSeq, string.Create(CultureInfo.InvariantCulture, $"{cseq} {method}"));
        if (method is SipMethod.Invite or SipMethod.Update)
        {
            writer.Header(SipHeaderName.Contact, Contact);
        }

        fill?.Invoke(writer);
        writer.Header(SipHeaderName.UserAgent, SipStack.Product);
        return new SipRequest(method, uri, via, branch, routes, to, writer.ToBytes(contentType, body ?? []));
    }

    /// <summary>Request-URI, Route values and the URI to send to; a first hop without lr is a strict router (RFC 3261 §12.2.1.1, §16.6).</summary>
    private (string Uri, IReadOnlyList<string> Routes, string Next) Route()
    {
        if (_routes.Count == 0 || !SipAddress.TryParse(_routes[0], out SipAddress? first))
        {
            return (_remoteTarget, [], _remoteTarget);
        }

        return first.Uri.Parameters.Has("lr")
            ? (_remoteTarget, _routes, first.RawUri)
            : (first.RawUri, [.. _routes.Skip(1), $"<{_remoteTarget}>"], first.RawUri);
    }

    /// <summary>
    /// Where a URI leads (RFC 3263 §4, without DNS: a name is a proxy or an exchange behind which the peer itself stands, so the
    /// request goes where the peer's came from). An open connection to that host is used again.
    /// </summary>
    private SipPeer Resolve(string next)
    {
        if (!SipUri.TryParse(next, out SipUri? uri) || !IPAddress.TryParse(uri.Host, out IPAddress? address))
        {
            return Peer;
        }

        SipProtocol protocol = uri.Parameters["transport"]?.ToUpperInvariant() switch
        {
            "TCP" => SipProtocol.Tcp,
            "UDP" => SipProtocol.Udp,
            _ => Peer.Protocol,
        };
        if (protocol == SipProtocol.Tcp && Peer.Protocol == SipProtocol.Tcp && address.Equals(Peer.Remote.Address))
        {
            // RFC 5923: the connection that the dialog came over; the transport opens another to the target when it is gone.
            return Peer with { Remote = new IPEndPoint(address, uri.Port ?? SipPeer.DefaultPort) };
        }

        return new SipPeer(protocol, new IPEndPoint(address, uri.Port is > 0 ? uri.Port.Value : SipPeer.DefaultPort), Peer.Local);
    }
}
