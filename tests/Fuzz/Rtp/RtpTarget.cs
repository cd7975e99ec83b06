using Supervision.Telephony.Rtp;

namespace Supervision.Fuzz.Rtp;

/// <summary>The RTP header.</summary>
internal sealed class RtpTarget : IFuzzTarget
{
    public string Name => "rtp";

    public IReadOnlyList<byte[]> Seeds => RtpSeeds.Rtp;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (RtpPacket.TryParse(input, out RtpPacket packet) && packet.Payload.Length > input.Length - RtpPacket.FixedHeaderBytes)
        {
            throw new InvalidOperationException("The payload is longer than the datagram.");
        }
    }
}
