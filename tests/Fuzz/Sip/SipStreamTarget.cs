using Supervision.Telephony.Sip.Messages;

namespace Supervision.Fuzz.Sip;

/// <summary>A TCP stream cut into messages, arriving in pieces of uneven length.</summary>
internal sealed class SipStreamTarget : IFuzzTarget
{
    private const int MaxMessageBytes = 16384;

    public string Name => "sip-stream";

    public IReadOnlyList<byte[]> Seeds { get; } =
        [[.. "\r\n\r\n"u8, .. SipSeeds.Messages[2], .. SipSeeds.Messages[3], .. SipSeeds.Messages[1]], .. SipSeeds.Messages];

    public void Run(ReadOnlySpan<byte> input)
    {
        SipStreamFramer framer = new(MaxMessageBytes);
        int piece = 1;
        while (!input.IsEmpty)
        {
            Memory<byte> room = framer.Room();
            int count = Math.Min(Math.Min(room.Length, input.Length), piece);
            if (count == 0)
            {
                throw new InvalidOperationException("No room, although the stream is not broken.");
            }

            input[..count].CopyTo(room.Span);
            framer.Advance(count);
            input = input[count..];
            piece = (piece * 3 % 1021) + 1;
            if (!Drain(framer))
            {
                return;
            }
        }
    }

    /// <summary>False when the stream cannot be read on.</summary>
    private static bool Drain(SipStreamFramer framer)
    {
        while (true)
        {
            SipFrame frame = framer.Next(out SipMessage? message, out _);
            if (message is not null)
            {
                SipTarget.Read(message);
            }

            if (frame is SipFrame.Incomplete or SipFrame.Broken)
            {
                return frame == SipFrame.Incomplete;
            }
        }
    }
}
