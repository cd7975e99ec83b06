using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Supervision.Telephony.Sip.Messages;

/// <summary>A sip:, sips: or tel: URI (RFC 3261 §19.1, RFC 3966); of other schemes only the name is known. Immutable.</summary>
internal sealed record SipUri
{
    /// <summary>Lower case.</summary>
    internal required string Scheme { get; init; }

    /// <summary>Unescaped user part without password; of tel: the number. Null when there is none.</summary>
    internal string? User { get; init; }

    /// <summary>Host without brackets; empty for tel: and unknown schemes.</summary>
    internal string Host { get; init; } = "";

    /// <summary>Null when the URI names none.</summary>
    internal int? Port { get; init; }

    internal SipParameters Parameters { get; init; } = SipParameters.None;

    /// <summary>True when a <c>?</c> part follows: forbidden in a Request-URI (RFC 3261 §19.1.1).</summary>
    internal bool HasHeaders { get; init; }

    internal bool IsSip => Scheme is "sip" or "sips";

    internal bool IsTel => Scheme == "tel";

    /// <summary>
    /// What names the person: the user part before any <c>;</c> (RFC 3966 parameters inside a SIP URI, RFC 3261 §19.1.6),
    /// of a tel: URI without visual separators. Null when there is none or it says "anonymous" (RFC 3323 §4.1.1.3).
    /// </summary>
    internal string? Number
    {
        get
        {
            if (User is null)
            {
                return null;
            }

            int semicolon = User.IndexOf(';', StringComparison.Ordinal);
            string number = (semicolon < 0 ? User : User[..semicolon]).Trim();
            if (IsTel || (number.StartsWith('+') && IsDialString(number)))
            {
                number = WithoutSeparators(number);
            }

            bool withheld = number.Length == 0
                || number.Equals("anonymous", StringComparison.OrdinalIgnoreCase)
                || number.Equals("unavailable", StringComparison.OrdinalIgnoreCase)
                || number.Equals("unknown", StringComparison.OrdinalIgnoreCase)
                || Host.Equals("anonymous.invalid", StringComparison.OrdinalIgnoreCase);
            return withheld ? null : number;
        }
    }

    internal static bool TryParse(string text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        text = text.Trim();
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text.AsSpan().IndexOfAny(" \t<>\"") >= 0 || !IsScheme(text.AsSpan(0, colon)))
        {
            return false;
        }

        string scheme = text[..colon].ToLowerInvariant();
        string rest = text[(colon + 1)..];
        switch (scheme)
        {
            case "sip" or "sips":
                return TryParseSip(scheme, rest, out uri);
            case "tel":
                return TryParseTel(rest, out uri);
            default:
                uri = new SipUri { Scheme = scheme };
                return rest.Length > 0;
        }
    }

    /// <summary>Host and port, IPv6 in brackets (RFC 3261 §25.1). White space around the colon is borne, as in a Via.</summary>
    internal static bool TryParseHostPort(string text, out string host, out int? port)
    {
        text = text.Trim();
        host = text;
        port = null;
        int colon = text.LastIndexOf(':');
        int bracket = text.LastIndexOf(']');
        if (text.StartsWith('['))
        {
            if (bracket < 0 || (bracket + 1 < text.Length && text[bracket + 1] != ':'))
            {
                return false;
            }

            host = text[1..bracket];
            if (!System.Net.IPAddress.TryParse(host, out _))
            {
                return false;
            }
        }
        else if (colon >= 0)
        {
            host = text[..colon].Trim();
        }

        if (colon > bracket)
        {
            if (!ushort.TryParse(text[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ushort number))
            {
                return false;
            }

            port = number;
        }

        return host.Length > 0 && (bracket >= 0 || IsHost(host));
    }

    private static bool TryParseSip(string scheme, string rest, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        // A user part may hold ; and ? (RFC 3261 §25.1 user-unreserved), so the @ is looked for first.
        int at = rest.LastIndexOf('@');
        string? user = null;
        if (at >= 0)
        {
            int password = rest.IndexOf(':', 0, at);
            if (!SipText.TryUnescape(rest[..(password < 0 ? at : password)], out user) || at == 0)
            {
                return false;
            }
        }

        string tail = rest[(at + 1)..];
        int question = tail.IndexOf('?', StringComparison.Ordinal);
        string address = question < 0 ? tail : tail[..question];
        int semicolon = address.IndexOf(';', StringComparison.Ordinal);
        if (!TryParseHostPort(semicolon < 0 ? address : address[..semicolon], out string host, out int? port)
            || !SipParameters.TryParse(semicolon < 0 ? "" : address[semicolon..], out SipParameters parameters))
        {
            return false;
        }

        uri = new SipUri { Scheme = scheme, User = user, Host = host, Port = port, Parameters = parameters, HasHeaders = question >= 0 };
        return true;
    }

    private static bool TryParseTel(string rest, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        int semicolon = rest.IndexOf(';', StringComparison.Ordinal);
        if (!SipText.TryUnescape(semicolon < 0 ? rest : rest[..semicolon], out string? number)
            || !SipParameters.TryParse(semicolon < 0 ? "" : rest[semicolon..], out SipParameters parameters)
            || number.Length == 0)
        {
            return false;
        }

        uri = new SipUri { Scheme = "tel", User = number, Parameters = parameters };
        return true;
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }

    /// <summary>Names as RFC 3261 §25.1, and the underscore that private networks use.</summary>
    private static bool IsHost(string host)
    {
        foreach (char c in host)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDialString(string number)
    {
        foreach (char c in number)
        {
            if (!char.IsAsciiDigit(c) && c is not ('+' or '-' or '.' or '(' or ')' or ' '))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>visual-separator of RFC 3966 §3.</summary>
    private static string WithoutSeparators(string number)
    {
        var digits = new StringBuilder(number.Length);
        foreach (char c in number)
        {
            if (c is not ('-' or '.' or '(' or ')' or ' '))
            {
                digits.Append(c);
            }
        }

        return digits.ToString();
    }
}
