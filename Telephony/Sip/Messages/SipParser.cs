using System.Globalization;
using System.Text;

namespace Supervision.Telephony.Sip.Messages;

/// <summary>
/// Bytes to <see cref="SipMessage"/> (RFC 3261 §7, §25). Strict where RFC 4475 wants a 400, tolerant in line ends and white space.
/// Never throws; any thread.
/// </summary>
internal static class SipParser
{
    /// <summary>More header lines, folded ones counted, than any honest request carries.</summary>
    internal const int MaxHeaderLines = 256;

    private static readonly string[] SingleHeaders =
        [SipHeaderName.From, SipHeaderName.To, SipHeaderName.CallId, SipHeaderName.CSeq, SipHeaderName.MaxForwards, SipHeaderName.ContentType];

    /// <summary>
    /// One datagram. On false <paramref name="fault"/> tells why, and <paramref name="message"/> is what could be read, null when
    /// not even the start line makes sense. Bytes beyond Content-Length are ignored (RFC 3261 §18.3).
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<byte> datagram, out SipMessage? message, out SipFault fault)
    {
        message = null;
        ReadOnlySpan<byte> bytes = datagram.TrimStart("\r\n\0"u8);
        if (bytes.IsEmpty)
        {
            fault = SipFault.KeepAlive;
            return false;
        }

        int headLength = HeadLength(bytes, 0);
        message = ParseHead(bytes[..(headLength < 0 ? bytes.Length : headLength)], out fault);
        if (message is null)
        {
            return false;
        }

        ReadOnlySpan<byte> body = headLength < 0 ? [] : bytes[headLength..];
        if (!TryContentLength(message, out int? length))
        {
            fault = fault == SipFault.None ? SipFault.BadContentLength : fault;
        }
        else if (length > body.Length)
        {
            fault = fault == SipFault.None ? SipFault.Truncated : fault;
        }

        message.Body = body[..Math.Min(length ?? body.Length, body.Length)].ToArray();
        return fault == SipFault.None;
    }

    /// <summary>Bytes up to and with the empty line, looked for from <paramref name="from"/>; -1 when it is not there.</summary>
    internal static int HeadLength(ReadOnlySpan<byte> bytes, int from)
    {
        for (int i = from; i < bytes.Length;)
        {
            int found = bytes[i..].IndexOf((byte)'\n');
            if (found < 0)
            {
                return -1;
            }

            i += found + 1;
            if (i < bytes.Length && bytes[i] == '\n')
            {
                return i + 1;
            }

            if (i + 1 < bytes.Length && bytes[i] == '\r' && bytes[i + 1] == '\n')
            {
                return i + 2;
            }
        }

        return -1;
    }

    /// <summary>Start line and header fields. Null when the start line is not SIP's.</summary>
    internal static SipMessage? ParseHead(ReadOnlySpan<byte> head, out SipFault fault)
    {
        // Latin-1: see SipText.
        string text = Encoding.Latin1.GetString(head);
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        string startLine = (end < 0 ? text : text[..end]).TrimEnd('\r');
        SipMessage? message = ParseStartLine(startLine, out fault);
        if (message is null)
        {
            return null;
        }

        SipFault headerFault = end < 0 ? SipFault.MissingHeader : ParseHeaderLines(text, end + 1, message.Headers);
        SipFault coreFault = ReadCore(message);
        fault = FirstOf(fault, headerFault, coreFault);
        return message;
    }

    /// <summary>False when Content-Length is no number, too large for any message, or said twice differently; null when absent.</summary>
    internal static bool TryContentLength(SipMessage message, out int? length)
    {
        length = null;
        foreach (string value in message.Headers.All(SipHeaderName.ContentLength))
        {
            if (!int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || (length is not null && length != number))
            {
                return false;
            }

            length = number;
        }

        return true;
    }

    private static SipMessage? ParseStartLine(string line, out SipFault fault)
    {
        fault = SipFault.None;
        if (line.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))
        {
            return ParseStatusLine(line, out fault);
        }

        line = line.TrimEnd(' ', '\t');
        int first = line.IndexOf(' ', StringComparison.Ordinal);
        int last = line.LastIndexOf(' ');
        if (first <= 0 || last == first || !line.AsSpan(last + 1).StartsWith("SIP/", StringComparison.OrdinalIgnoreCase)
            || !SipText.IsToken(line.AsSpan(0, first)))
        {
            fault = SipFault.NotSip;
            return null;
        }

        var message = new SipMessage { Method = line[..first], RequestUri = line[(first + 1)..last] };
        if (!line.AsSpan(last + 1).Equals("SIP/2.0", StringComparison.OrdinalIgnoreCase))
        {
            fault = SipFault.BadVersion;
        }
        else if (!SipUri.TryParse(message.RequestUri, out SipUri? uri) || uri.HasHeaders || message.RequestUri.Trim() != message.RequestUri)
        {
            // Brackets, white space or headers in a Request-URI: RFC 4475 §3.1.2.7 to §3.1.2.11.
            fault = SipFault.BadRequestUri;
        }

        return message;
    }

    private static SipMessage? ParseStatusLine(string line, out SipFault fault)
    {
        fault = SipFault.NotSip;
        if (line.Length < 11 || !line.StartsWith("SIP/2.0 ", StringComparison.OrdinalIgnoreCase)
            || !int.TryParse(line.AsSpan(8, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            || status is < 100 or > 699
            || (line.Length > 11 && line[11] != ' '))
        {
            return null;
        }

        fault = SipFault.None;
        return new SipMessage { StatusCode = status, Reason = line.Length > 12 ? line[12..] : "" };
    }

    /// <summary>Header lines from <paramref name="at"/> on into <paramref name="headers"/>; also those of a body part.</summary>
    internal static SipFault ParseHeaderLines(string text, int at, SipHeaders headers)
    {
        SipFault fault = SipFault.None;
        string? pending = null;
        for (int lines = 0; at < text.Length; lines++)
        {
            if (lines == MaxHeaderLines)
            {
                return FirstOf(fault, SipFault.TooManyHeaders);
            }

            int end = text.IndexOf('\n', at);
            string line = (end < 0 ? text[at..] : text[at..end]).TrimEnd('\r');
            at = end < 0 ? text.Length : end + 1;
            if (line.Length > 0 && line[0] is ' ' or '\t' && pending is not null)
            {
                // Folding: the line goes on after one space (RFC 3261 §7.3.1).
                pending = string.Concat(pending.TrimEnd(), " ", line.TrimStart());
                continue;
            }

            fault = FirstOf(fault, AddHeader(pending, headers));
            pending = line.Length == 0 ? null : line;
        }

        return FirstOf(fault, AddHeader(pending, headers));
    }

    private static SipFault AddHeader(string? line, SipHeaders headers)
    {
        if (line is null)
        {
            return SipFault.None;
        }

        int colon = line.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? "" : line[..colon].TrimEnd();
        if (!SipText.IsToken(name))
        {
            return SipFault.BadHeaderLine;
        }

        // A CR inside a line could otherwise be copied into an answer.
        headers.Add(name, line[(colon + 1)..].Replace('\r', ' ').Trim());
        return SipFault.None;
    }

    /// <summary>Fills the core fields; all are read even after a fault, so that a 400 can be routed.</summary>
    private static SipFault ReadCore(SipMessage message)
    {
        SipHeaders headers = message.Headers;
        SipFault fault = SipFault.None;
        foreach (string name in SingleHeaders)
        {
            if (headers.All(name).Skip(1).Any())
            {
                fault = SipFault.DuplicateHeader;
            }
        }

        List<string> vias = headers.List(SipHeaderName.Via);
        SipVia? via = null;
        if (vias.Count > 0 && !SipVia.TryParse(vias[0], out via))
        {
            fault = FirstOf(fault, SipFault.BadVia);
        }

        message.Via = via;
        message.From = SipAddress.TryParse(headers[SipHeaderName.From], out SipAddress? from) ? from : null;
        message.To = SipAddress.TryParse(headers[SipHeaderName.To], out SipAddress? to) ? to : null;
        message.CallId = headers[SipHeaderName.CallId] ?? "";
        if (vias.Count == 0 || headers[SipHeaderName.From] is null || headers[SipHeaderName.To] is null
            || message.CallId.Length == 0 || headers[SipHeaderName.CSeq] is null)
        {
            return FirstOf(fault, SipFault.MissingHeader);
        }

        fault = FirstOf(fault, message.From is null || message.To is null ? SipFault.BadAddress : SipFault.None);
        return FirstOf(fault, ReadCSeq(message), ReadMaxForwards(message));
    }

    private static SipFault ReadCSeq(SipMessage message)
    {
        string[] parts = message.Headers[SipHeaderName.CSeq]!.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        // Less than 2^31 (RFC 3261 §8.1.1.5).
        if (parts.Length != 2 || !uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            || number > int.MaxValue || !SipText.IsToken(parts[1]))
        {
            return SipFault.BadCSeq;
        }

        message.CSeq = number;
        message.CSeqMethod = parts[1];
        if (message.IsRequest)
        {
            return parts[1] == message.Method ? SipFault.None : SipFault.BadCSeq;
        }

        message.Method = parts[1];
        return SipFault.None;
    }

    private static SipFault ReadMaxForwards(SipMessage message)
    {
        string? value = message.Headers[SipHeaderName.MaxForwards];
        bool valid = value is null || !message.IsRequest
            || (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int hops) && hops <= 255);
        return valid ? SipFault.None : SipFault.BadMaxForwards;
    }

    private static SipFault FirstOf(params ReadOnlySpan<SipFault> faults)
    {
        foreach (SipFault fault in faults)
        {
            if (fault != SipFault.None)
            {
                return fault;
            }
        }

        return SipFault.None;
    }
}
