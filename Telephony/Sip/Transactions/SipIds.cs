using System.Security.Cryptography;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>Random names of dialogs and transactions: unguessable, so that nobody off the path can end a call (RFC 3261 §19.3).</summary>
internal static class SipIds
{
    /// <summary>RFC 3261 §19.3 wants at least 32 random bits: here 64.</summary>
    internal static string NewTag() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    internal static string NewBranch() => SipVia.MagicCookie + RandomNumberGenerator.GetHexString(20, lowercase: true);

    internal static string NewCallId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
