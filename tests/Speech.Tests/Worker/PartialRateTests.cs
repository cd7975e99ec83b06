using Supervision.Speech.Worker;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Worker;

public sealed class PartialRateTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Allows_FiveAtOnce_ThenNoneUntilTheFirstIsASecondOld()
    {
        var rate = new PartialRate(_time);
        for (int i = 0; i < PartialRate.PerSecond; i++)
        {
            Assert.True(rate.Allows());
            rate.Count();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.False(rate.Allows());
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(rate.Allows());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(rate.Allows());
        rate.Count();
        Assert.False(rate.Allows());
    }
}
