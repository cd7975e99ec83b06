using System.Diagnostics.CodeAnalysis;

namespace Supervision.Telephony.Sip.Messages;

/// <summary>One Via value (RFC 3261 §20.42). Immutable.</summary>
internal sealed record SipVia
{
    /// <summary>Begins every branch of RFC 3261 (§8.1.1.7).</summary>
    internal const string MagicCookie = "z9hG4bK";

    /// <summary>UDP, TCP, TLS…, upper case.</summary>
    internal required string Transport { get; init; }

    internal required string Host { get; init; }

    internal int? Port { get; init; }

    internal required SipParameters Parameters { get; init; }

    /// <summary>Empty when absent (RFC 2543).</summary>
    internal string Branch => Parameters["branch"] ?? "";

    /// <summary>True when the branch alone names the transaction (RFC 3261 §17.2.3); the bare cookie of RFC 4475 §3.2.1 does not.</summary>
    internal bool HasUniqueBranch =>
        Branch.StartsWith(MagicCookie, StringComparison.OrdinalIgnoreCase) && Branch.Length > MagicCookie.Length;

    internal static bool TryParse(string value, [NotNullWhen(true)] out SipVia? via)
    {
        via = null;
        // "SIP / 2.0 / UDP host : port ; params": white space is allowed around each separator (RFC 4475 §3.1.1.1).
        int first = value.IndexOf('/', StringComparison.Ordinal);
        int second = first < 0 ? -1 : value.IndexOf('/', first + 1);
        if (second < 0
            || !value.AsSpan(0, first).Trim().Equals("SIP", StringComparison.OrdinalIgnoreCase)
            || !value.AsSpan(first + 1, second - first - 1).Trim().SequenceEqual("2.0"))
        {
            return false;
        }

        string rest = value[(second + 1)..].TrimStart();
        int space = rest.AsSpan().IndexOfAny(" \t");
        if (space <= 0 || !SipText.IsToken(rest.AsSpan(0, space)))
        {
            return false;
        }

        int semicolon = rest.IndexOf(';', space);
        string address = semicolon < 0 ? rest[space..] : rest[space..semicolon];
        if (!SipUri.TryParseHostPort(address, out string host, out int? port)
            || !SipParameters.TryParse(semicolon < 0 ? "" : rest[semicolon..], out SipParameters parameters))
        {
            return false;
        }

        via = new SipVia { Transport = rest[..space].ToUpperInvariant(), Host = host, Port = port, Parameters = parameters };
        return true;
    }
}
