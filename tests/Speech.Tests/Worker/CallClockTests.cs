using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Worker;

public sealed class CallClockTests
{
    [Fact]
    public void WordMs_RecogniserLentBefore_CountsFromTheUtterance()
    {
        // The recogniser had heard 12 s of others; the utterance begins 65 s into the call; the word comes 1.5 s after its begin.
        var clock = new CallClock(HeardSamples: 12 * 8000, CallPosition: 65 * 8000);

        Assert.Equal(66_500, clock.WordMs(13.5));
    }

    [Fact]
    public void WordMs_BeforeTheUtterance_IsItsBegin()
    {
        var clock = new CallClock(HeardSamples: 8000, CallPosition: 16_000);

        Assert.Equal(2000, clock.WordMs(0.9));
    }
}
