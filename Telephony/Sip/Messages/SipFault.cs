namespace Supervision.Telephony.Sip.Messages;

/// <summary>What is wrong with bytes that should be a SIP message. Each has its counter.</summary>
internal enum SipFault
{
    None,

    /// <summary>Nothing but line ends or NULs: a keep-alive, not a fault.</summary>
    KeepAlive,

    /// <summary>Not SIP at all: dropped.</summary>
    NotSip,
    BadVersion,
    BadRequestUri,
    BadHeaderLine,
    TooManyHeaders,
    MissingHeader,
    DuplicateHeader,
    BadVia,
    BadAddress,
    BadCSeq,
    BadMaxForwards,
    BadContentLength,

    /// <summary>Fewer bytes of body than Content-Length says (RFC 3261 §18.3).</summary>
    Truncated,
    TooLarge,
}

/// <summary>How faults are told to the peer.</summary>
internal static class SipFaults
{
    /// <summary>Status of the answer, for a request whose Via can be read.</summary>
    internal static int Status(this SipFault fault) => fault switch
    {
        SipFault.BadVersion => 505,
        SipFault.TooLarge => 513,
        _ => 400,
    };

    /// <summary>The reason phrase SHOULD name the problem (RFC 3261 §21.4.1).</summary>
    internal static string Reason(this SipFault fault) => fault switch
    {
        SipFault.BadVersion => "Version Not Supported",
        SipFault.TooLarge => "Message Too Large",
        SipFault.BadRequestUri => "Bad Request-URI",
        SipFault.BadHeaderLine => "Bad Header Field",
        SipFault.TooManyHeaders => "Too Many Header Fields",
        SipFault.MissingHeader => "Missing Header Field",
        SipFault.DuplicateHeader => "Duplicate Header Field",
        SipFault.BadAddress => "Bad From Or To",
        SipFault.BadCSeq => "Bad CSeq",
        SipFault.BadMaxForwards => "Bad Max-Forwards",
        SipFault.BadContentLength => "Bad Content-Length",
        SipFault.Truncated => "Body Shorter Than Content-Length",
        _ => "Bad Request",
    };
}
