using Supervision.Telephony.Rtp;

namespace Supervision.Telephony.Tests.Rtp;

/// <summary>Sequence numbers, loss and jitter of one source (RFC 3550 appendix A).</summary>
public sealed class RtpReceptionTests
{
    [Fact]
    public void Update_WrapWithReorderAndDuplicate_ExtendsAndTellsApart()
    {
        RtpReception reception = new();
        reception.Reset(1, 65533);
        Assert.Equal((SequenceVerdict.Newest, 0x1FFFDL), Update(reception, 65533));
        Assert.Equal((SequenceVerdict.Newest, 0x1FFFEL), Update(reception, 65534));
        Assert.Equal((SequenceVerdict.Newest, 0x20001L), Update(reception, 1));
        Assert.Equal((SequenceVerdict.Reordered, 0x1FFFFL), Update(reception, 65535));
        Assert.Equal((SequenceVerdict.Duplicate, 0x1FFFFL), Update(reception, 65535));
        Assert.Equal((SequenceVerdict.Reordered, 0x20000L), Update(reception, 0));
        Assert.Equal((SequenceVerdict.Duplicate, 0x20001L), Update(reception, 1));
    }

    [Fact]
    public void Update_PacketsBeforeTheFirst_AreReordered()
    {
        RtpReception reception = new();
        reception.Reset(1, 0);
        Update(reception, 0);
        Assert.Equal((SequenceVerdict.Reordered, 0xFFFFL), Update(reception, 65535));
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(1000 - 101)]
    public void Update_FarAway_IsAJump(ushort sequence)
    {
        RtpReception reception = new();
        reception.Reset(1, 1000);
        Update(reception, 1000);
        Assert.Equal(SequenceVerdict.Jump, Update(reception, sequence).Verdict);
        Assert.Equal((SequenceVerdict.Newest, 0x10000L + 1001), Update(reception, 1001));
    }

    [Fact]
    public void TakeLoss_QuarterLost_SaysSixtyFourOf256AndOnlyForItsInterval()
    {
        RtpReception reception = new();
        reception.Reset(1, 0);
        for (ushort i = 0; i < 100; i++)
        {
            if (i % 4 != 3 || i == 99)
            {
                Update(reception, i);
            }
        }

        reception.TakeLoss(out byte fraction, out int cumulative);
        Assert.Equal(24, cumulative);
        Assert.Equal(24 * 256 / 100, fraction);
        Update(reception, 100);
        reception.TakeLoss(out fraction, out cumulative);
        Assert.Equal(24, cumulative);
        Assert.Equal(0, fraction);
    }

    [Fact]
    public void TakeLoss_DuplicatesOnly_IsNegativeAndFractionZero()
    {
        RtpReception reception = new();
        reception.Reset(1, 0);
        Update(reception, 0);
        Update(reception, 0);
        reception.TakeLoss(out byte fraction, out int cumulative);
        Assert.Equal(-1, cumulative);
        Assert.Equal(0, fraction);
    }

    [Fact]
    public void MeasureJitter_AlternatingDelay_ConvergesToTheDeviation()
    {
        RtpReception reception = new();
        reception.Reset(1, 0);

        // Every second packet 10 ms late: |D| is 80 samples each time, and so is the mean deviation in the end.
        for (int i = 0; i < 500; i++)
        {
            reception.MeasureJitter((160 * i) + (i % 2 * 80), uint.MaxValue - 4000 + (uint)(160 * i));
        }

        Assert.InRange(reception.Jitter, 78u, 80u);
    }

    private static (SequenceVerdict Verdict, long Extended) Update(RtpReception reception, ushort sequence)
    {
        SequenceVerdict verdict = reception.Update(sequence, out long extended);
        return (verdict, extended);
    }
}
