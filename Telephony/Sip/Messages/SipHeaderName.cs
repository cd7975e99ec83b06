namespace Supervision.Telephony.Sip.Messages;

/// <summary>Header names in their long form, and the compact ones of the IANA registry (RFC 3261 §7.3.3).</summary>
internal static class SipHeaderName
{
    internal const string Accept = "Accept";
    internal const string AcceptEncoding = "Accept-Encoding";
    internal const string Allow = "Allow";
    internal const string CallId = "Call-ID";
    internal const string Contact = "Contact";
    internal const string ContentDisposition = "Content-Disposition";
    internal const string ContentEncoding = "Content-Encoding";
    internal const string ContentLength = "Content-Length";
    internal const string ContentType = "Content-Type";
    internal const string CSeq = "CSeq";
    internal const string From = "From";
    internal const string MaxForwards = "Max-Forwards";
    internal const string MinSe = "Min-SE";
    internal const string PAssertedIdentity = "P-Asserted-Identity";
    internal const string Privacy = "Privacy";
    internal const string Reason = "Reason";
    internal const string Record = "Record";
    internal const string RecordRoute = "Record-Route";
    internal const string RemotePartyId = "Remote-Party-ID";
    internal const string Require = "Require";
    internal const string RetryAfter = "Retry-After";
    internal const string Route = "Route";
    internal const string Server = "Server";
    internal const string SessionExpires = "Session-Expires";
    internal const string Supported = "Supported";
    internal const string To = "To";
    internal const string Unsupported = "Unsupported";
    internal const string UserAgent = "User-Agent";
    internal const string Via = "Via";
    internal const string Warning = "Warning";

    /// <summary>Our own: 1 on calls of the console's demonstration, believed from loopback only.</summary>
    internal const string Demonstration = "X-Supervision-Demo";

    /// <summary>The long form of a compact name; any other name is given back.</summary>
    internal static string Expand(string name) => name.Length != 1 ? name : char.ToLowerInvariant(name[0]) switch
    {
        'a' => "Accept-Contact",
        'b' => "Referred-By",
        'c' => ContentType,
        'd' => "Request-Disposition",
        'e' => ContentEncoding,
        'f' => From,
        'i' => CallId,
        'j' => "Reject-Contact",
        'k' => Supported,
        'l' => ContentLength,
        'm' => Contact,
        'n' => "Identity-Info",
        'o' => "Event",
        'r' => "Refer-To",
        's' => "Subject",
        't' => To,
        'u' => "Allow-Events",
        'v' => Via,
        'x' => SessionExpires,
        'y' => "Identity",
        _ => name,
    };
}
