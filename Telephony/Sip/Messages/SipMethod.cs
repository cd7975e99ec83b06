namespace Supervision.Telephony.Sip.Messages;

/// <summary>Method names. Case matters (RFC 3261 §7.1).</summary>
internal static class SipMethod
{
    internal const string Invite = "INVITE";
    internal const string Ack = "ACK";
    internal const string Bye = "BYE";
    internal const string Cancel = "CANCEL";
    internal const string Options = "OPTIONS";
    internal const string Update = "UPDATE";
    internal const string Info = "INFO";

    /// <summary>Value of Allow (RFC 3261 §20.5).</summary>
    internal const string Allowed = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO";

    /// <summary>Methods that are known and not taken: 405; the others are 501 (RFC 3261 §8.2.1, §21.5.2).</summary>
    internal static bool IsKnown(string method) =>
        IsAllowed(method) || method is "MESSAGE" or "REGISTER" or "SUBSCRIBE" or "NOTIFY" or "REFER" or "PUBLISH" or "PRACK";

    internal static bool IsAllowed(string method) => method is Invite or Ack or Bye or Cancel or Options or Update or Info;
}
