using System.Globalization;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>What makes two messages one transaction (RFC 3261 §17.1.3, §17.2.3).</summary>
internal readonly record struct TransactionKey(string Branch, string SentBy, string Method)
{
    /// <summary>Of a request that came; an ACK has the key of its INVITE.</summary>
    internal static TransactionKey Of(SipMessage request) =>
        Of(request, request.Method == SipMethod.Ack ? SipMethod.Invite : request.Method);

    /// <summary>Of the INVITE that a CANCEL names.</summary>
    internal static TransactionKey Cancelled(SipMessage cancel) => Of(cancel, SipMethod.Invite);

    /// <summary>Of a request that we sent.</summary>
    internal static TransactionKey Of(SipRequest request) => new(request.Branch, "", request.Method);

    /// <summary>Of the request that a response answers.</summary>
    internal static TransactionKey OfResponse(SipMessage response) => new(response.Via?.Branch ?? "", "", response.Method);

    private static TransactionKey Of(SipMessage request, string method)
    {
        SipVia via = request.Via!;
        string sentBy = string.Create(CultureInfo.InvariantCulture, $"{via.Host.ToLowerInvariant()}:{via.Port ?? 0}");
        // RFC 2543 peers: the fields that RFC 3261 §17.2.3 compares then, the tag of To left out so that an ACK matches.
        string branch = via.HasUniqueBranch
            ? via.Branch
            : string.Create(CultureInfo.InvariantCulture, $"{request.CallId}|{request.FromTag}|{request.CSeq}|{via.Branch}");
        return new TransactionKey(branch, sentBy, method);
    }
}

/// <summary>What two ways of one request have in common (RFC 3261 §8.2.2.2).</summary>
internal readonly record struct MergeKey(string CallId, string FromTag, uint CSeq, string Method)
{
    internal static MergeKey Of(SipMessage request) => new(request.CallId, request.FromTag, request.CSeq, request.Method);
}
