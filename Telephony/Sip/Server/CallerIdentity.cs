using Supervision.Shared.Calls;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Server;

/// <summary>Who calls, as an INVITE to the recording line says. Pure.</summary>
internal static class CallerIdentity
{
    /// <summary>
    /// P-Asserted-Identity (RFC 3325), else Remote-Party-ID, else From. A caller who asked for privacy stays without number and name
    /// (RFC 3323 §4.2, RFC 3325 §9.3), also when a trusted network tells us.
    /// </summary>
    internal static Party Caller(SipMessage invite)
    {
        SipAddress? remoteParty = RemoteParty(invite, out bool isWithheld);
        return isWithheld || WantsPrivacy(invite) ? new Party(null, null) : ToParty(Asserted(invite) ?? remoteParty ?? invite.From);
    }

    /// <summary>Number and display name; a number that says "anonymous" takes the name with it.</summary>
    internal static Party ToParty(SipAddress? address)
    {
        string? number = address?.Uri.Number;
        return new Party(number, number is null ? null : address!.DisplayName);
    }

    private static bool WantsPrivacy(SipMessage invite) => invite.Headers.All(SipHeaderName.Privacy)
        .SelectMany(value => value.Split([';', ','], StringSplitOptions.TrimEntries))
        .Any(value => value.Equals("id", StringComparison.OrdinalIgnoreCase) || value.Equals("user", StringComparison.OrdinalIgnoreCase));

    private static SipAddress? Asserted(SipMessage invite)
    {
        // One sip: and one tel: may be given (RFC 3325 §9.1); the first that names a number counts.
        foreach (string value in invite.Headers.List(SipHeaderName.PAssertedIdentity))
        {
            if (SipAddress.TryParse(value, out SipAddress? address) && address.Uri.Number is not null)
            {
                return address;
            }
        }

        return null;
    }

    private static SipAddress? RemoteParty(SipMessage invite, out bool isWithheld)
    {
        isWithheld = false;
        foreach (string value in invite.Headers.List(SipHeaderName.RemotePartyId))
        {
            if (!SipAddress.TryParse(value, out SipAddress? address)
                || address.Parameters["party"]?.Equals("called", StringComparison.OrdinalIgnoreCase) == true)
            {
                continue;
            }

            isWithheld = address.Parameters["privacy"] is { } privacy && !privacy.Equals("off", StringComparison.OrdinalIgnoreCase);
            return isWithheld || address.Uri.Number is null ? null : address;
        }

        return null;
    }
}
