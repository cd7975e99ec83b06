namespace Supervision.Telephony.Sip.Messages;

/// <summary>
/// One SIP message as received. After <see cref="SipParser"/> said yes the core fields are set; after a fault they hold what could
/// be read, enough to send a 400. Not changed after parsing.
/// </summary>
internal sealed class SipMessage
{
    internal bool IsRequest => StatusCode == 0;

    /// <summary>Of a request its method, of a response the method of its CSeq.</summary>
    internal string Method { get; set; } = "";

    /// <summary>As written; empty in a response.</summary>
    internal string RequestUri { get; set; } = "";

    /// <summary>100 to 699; 0 in a request.</summary>
    internal int StatusCode { get; set; }

    internal string Reason { get; set; } = "";

    internal SipHeaders Headers { get; } = new();

    /// <summary>Own copy, empty when there is none.</summary>
    internal ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Topmost Via; null only after a fault.</summary>
    internal SipVia? Via { get; set; }

    internal SipAddress? From { get; set; }

    internal SipAddress? To { get; set; }

    internal string CallId { get; set; } = "";

    internal uint CSeq { get; set; }

    /// <summary>Method after the number of CSeq.</summary>
    internal string CSeqMethod { get; set; } = "";

    internal string FromTag => From?.Tag ?? "";

    internal string ToTag => To?.Tag ?? "";

    /// <summary>First Contact; null when there is none or it is a star.</summary>
    internal SipAddress? Contact
    {
        get
        {
            List<string> contacts = Headers.List(SipHeaderName.Contact);
            return contacts.Count > 0 && SipAddress.TryParse(contacts[0], out SipAddress? address) ? address : null;
        }
    }
}
