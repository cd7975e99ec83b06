using Supervision.Telephony.Sdp;

namespace Supervision.Fuzz.Sip;

/// <summary>Session descriptions and what is chosen of them.</summary>
internal sealed class SdpTarget : IFuzzTarget
{
    public string Name => "sdp";

    public IReadOnlyList<byte[]> Seeds => SipSeeds.Descriptions;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (SdpParser.TryParse(input, out SdpSession? session) && SdpNegotiator.Negotiate(session).Count != session.Media.Count)
        {
            throw new InvalidOperationException("Not one answer for each line (RFC 3264 §6).");
        }
    }
}
