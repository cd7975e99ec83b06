using Supervision.Telephony.Rtp;

namespace Supervision.Fuzz.Rtp;

/// <summary>Compound RTCP and all that its packets hold.</summary>
internal sealed class RtcpTarget : IFuzzTarget
{
    public string Name => "rtcp";

    public IReadOnlyList<byte[]> Seeds => RtpSeeds.Rtcp;

    public void Run(ReadOnlySpan<byte> input)
    {
        RtcpReader reader = new(input);
        int packets = 0;
        while (reader.TryRead(out RtcpPacket packet))
        {
            _ = packet.TryGetSenderReport(out _);
            _ = packet.SaysGoodbyeFor(1);
            _ = packet.TryGetCname(out _);
            for (int i = 0; i < 32; i++)
            {
                _ = packet.TryGetReportBlock(i, out _);
            }

            // Each packet takes four bytes at least.
            if (++packets > input.Length / 4)
            {
                throw new InvalidOperationException("More packets than bytes.");
            }
        }
    }
}
