using Supervision.Speech.Hosting;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Hosting;

public sealed class RestartBackoffTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Died_AfterALongLife_MayStartAtOnce()
    {
        var backoff = new RestartBackoff(_time);
        backoff.Died(TimeSpan.FromMinutes(5));

        Assert.True(backoff.MayStart);
        Assert.Equal(0, backoff.EarlyDeaths);
    }

    [Fact]
    public void Died_OnceSoonAfterReady_MayStartAtOnce()
    {
        var backoff = new RestartBackoff(_time);
        backoff.Died(TimeSpan.FromSeconds(3));

        Assert.True(backoff.MayStart);
    }

    [Fact]
    public void Died_AgainAndAgain_WaitsLongerEachTimeUpToAMinute()
    {
        var backoff = new RestartBackoff(_time);
        var waits = new List<double>();
        for (int i = 0; i < 7; i++)
        {
            backoff.Died(TimeSpan.Zero);
            double waited = 0;
            for (; !backoff.MayStart; waited += 0.5)
            {
                _time.Advance(TimeSpan.FromSeconds(0.5));
            }

            waits.Add(waited);
        }

        Assert.Equal([0.5, 2, 10, 30, 60, 60, 60], waits);
    }
}
