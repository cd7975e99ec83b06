using System.Diagnostics.CodeAnalysis;

namespace Supervision.Telephony.Sip.Messages;

/// <summary>name-addr or addr-spec with header parameters, as in From, To, Contact, Route, P-Asserted-Identity (RFC 3261 §20). Immutable.</summary>
internal sealed record SipAddress
{
    /// <summary>As people read it; null when none was given.</summary>
    internal string? DisplayName { get; init; }

    /// <summary>The URI as it was written.</summary>
    internal required string RawUri { get; init; }

    internal required SipUri Uri { get; init; }

    /// <summary>Parameters of the header, not of the URI.</summary>
    internal required SipParameters Parameters { get; init; }

    internal string Tag => Parameters["tag"] ?? "";

    internal static bool TryParse(string? value, [NotNullWhen(true)] out SipAddress? address)
    {
        address = null;
        if (value is null)
        {
            return false;
        }

        int open = SipText.IndexOfUnquoted(value, '<');
        if (open == -2)
        {
            return false;
        }

        if (open < 0)
        {
            // Without brackets every parameter is the header's (RFC 3261 §20.10).
            int semicolon = value.IndexOf(';', StringComparison.Ordinal);
            return TryBuild(null, semicolon < 0 ? value : value[..semicolon], semicolon < 0 ? "" : value[semicolon..], out address);
        }

        int close = value.IndexOf('>', open);
        if (close < 0)
        {
            return false;
        }

        string name = SipText.Decode(SipText.Unquote(value[..open])).Trim();
        return TryBuild(name.Length == 0 ? null : name, value[(open + 1)..close], value[(close + 1)..], out address);
    }

    private static bool TryBuild(string? name, string rawUri, string parameters, [NotNullWhen(true)] out SipAddress? address)
    {
        address = null;
        if (!SipUri.TryParse(rawUri, out SipUri? uri) || !SipParameters.TryParse(parameters, out SipParameters parsed))
        {
            return false;
        }

        address = new SipAddress { DisplayName = name, RawUri = rawUri.Trim(), Uri = uri, Parameters = parsed };
        return true;
    }
}
