using Supervision.Telephony.Sip.Messages;
using Supervision.Telephony.Sip.Server;
using Supervision.Telephony.SipRec;

namespace Supervision.Fuzz.Sip;

/// <summary>A datagram of SIP and what the server reads out of it: addresses, routes, the body and its parts.</summary>
internal sealed class SipTarget : IFuzzTarget
{
    public string Name => "sip";

    public IReadOnlyList<byte[]> Seeds => SipSeeds.Messages;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (SipParser.TryParse(input, out SipMessage? message, out _) && message is not null)
        {
            Read(message);
        }
    }

    internal static void Read(SipMessage message)
    {
        _ = message.Contact;
        _ = SipUri.TryParse(message.RequestUri, out _);
        _ = CallerIdentity.Caller(message);
        _ = InfoBody.IsRecordingWanted(message);
        foreach (string route in message.Headers.List("Record-Route"))
        {
            _ = SipAddress.TryParse(route, out _);
        }

        if (SipBody.TryRead(message, _ => false, out SipBody body, out _))
        {
            _ = InfoBody.TryKey(body.Bytes.Span, out _);
        }
    }
}
