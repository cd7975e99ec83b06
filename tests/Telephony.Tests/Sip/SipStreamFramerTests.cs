using System.Text;
using Supervision.Telephony.Sip.Messages;

namespace Supervision.Telephony.Tests.Sip;

public sealed class SipStreamFramerTests
{
    private const string Message =
        "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\n"
        + "CSeq: 1 OPTIONS\r\nContent-Length: 4\r\n\r\nbody";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void Next_TwoMessagesInPieces_GivesBoth(int piece)
    {
        var framer = new SipStreamFramer(65536);
        var frames = Feed(framer, Message + "\r\n" + Message, piece);

        Assert.Equal([SipFrame.Message, SipFrame.Message], frames);
        Assert.False(framer.IsInsideMessage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Next_TwoLineEnds_IsAPing(int piece)
    {
        var framer = new SipStreamFramer(65536);

        Assert.Equal([SipFrame.Ping, SipFrame.Message, SipFrame.Ping], Feed(framer, "\r\n\r\n" + Message + "\r\n\r\n", piece));
    }

    [Fact]
    public void Next_HeadLargerThanTheLimit_IsBrokenWithWhatWasRead()
    {
        var framer = new SipStreamFramer(1024);
        string text = Message.Replace("Call-ID: c\r\n", $"Call-ID: c\r\nX: {new string('x', 2000)}\r\n", StringComparison.Ordinal);

        Assert.Equal(SipFrame.Broken, Feed(framer, text, 100)[^1]);
    }

    [Fact]
    public void Next_BodyLargerThanTheLimit_IsBrokenAtOnce()
    {
        var framer = new SipStreamFramer(1024);
        byte[] bytes = Encoding.ASCII.GetBytes(Message.Replace("Length: 4", "Length: 1000000", StringComparison.Ordinal));
        bytes.CopyTo(framer.Room());
        framer.Advance(bytes.Length);

        Assert.Equal(SipFrame.Broken, framer.Next(out SipMessage? message, out SipFault fault));
        Assert.Equal(SipFault.TooLarge, fault);
        Assert.Equal("c", message!.CallId);
    }

    [Fact]
    public void Next_BadContentLength_IsBroken()
    {
        var framer = new SipStreamFramer(65536);

        Assert.Equal([SipFrame.Broken], Feed(framer, Message.Replace("Length: 4", "Length: -4", StringComparison.Ordinal), 10_000));
    }

    [Fact]
    public void Next_Garbage_IsBroken()
    {
        var framer = new SipStreamFramer(65536);

        Assert.Equal([SipFrame.Broken], Feed(framer, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 10_000));
    }

    private static List<SipFrame> Feed(SipStreamFramer framer, string text, int piece)
    {
        var frames = new List<SipFrame>();
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int at = 0; at < bytes.Length && !frames.Contains(SipFrame.Broken);)
        {
            Memory<byte> room = framer.Room();
            int count = Math.Min(Math.Min(piece, room.Length), bytes.Length - at);
            bytes.AsMemory(at, count).CopyTo(room);
            framer.Advance(count);
            at += count;
            while (framer.Next(out _, out _) is var frame && frame != SipFrame.Incomplete)
            {
                frames.Add(frame);
                if (frame == SipFrame.Broken)
                {
                    break;
                }
            }
        }

        return frames;
    }
}
