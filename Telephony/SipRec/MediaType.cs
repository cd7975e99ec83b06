using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.SipRec;

/// <summary>Value of Content-Type or Content-Disposition: a name and parameters (RFC 2045 §5.1, RFC 3261 §20.11, §20.15). Immutable.</summary>
/// <param name="Name">Lower case, without parameters; empty when the field is absent or broken.</param>
internal sealed record MediaType(string Name, SipParameters Parameters)
{
    internal const string Sdp = "application/sdp";
    internal const string Metadata = "application/rs-metadata+xml";

    /// <summary>What bodies we take, for Accept.</summary>
    internal const string Accepted = "application/sdp, application/rs-metadata+xml, application/rs-metadata, multipart/mixed, application/dtmf-relay, application/dtmf";

    internal bool IsMultipart => Name.StartsWith("multipart/", StringComparison.Ordinal);

    /// <summary>RFC 7866 §12.1, and the name that older clients use.</summary>
    internal bool IsMetadata => Name is Metadata or "application/rs-metadata";

    internal bool IsXml => Name is "application/xml" or "text/xml";

    internal static MediaType Parse(string? value)
    {
        if (value is null)
        {
            return new MediaType("", SipParameters.None);
        }

        int semicolon = value.IndexOf(';', StringComparison.Ordinal);
        string name = (semicolon < 0 ? value : value[..semicolon]).Trim().ToLowerInvariant();
        // Broken parameters leave none: the name still says what it is.
        _ = SipParameters.TryParse(semicolon < 0 ? "" : value[semicolon..], out SipParameters parameters);
        return new MediaType(name, parameters);
    }
}
