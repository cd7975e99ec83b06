using System.Net;
using Supervision.Server.Security;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

public sealed class SourceThrottleTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void IsBlocked_WindowOver_FreeAgain()
    {
        SourceThrottle throttle = new(new AccountsSettings { SourceFailures = 5, SourceWindowMinutes = 5 }, time);
        Fail(throttle, "192.0.2.1", 5);

        Assert.True(throttle.IsBlocked(IPAddress.Parse("192.0.2.1")));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(throttle.IsBlocked(IPAddress.Parse("192.0.2.1")));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void IsBlocked_OtherAddress_OneSourcePerSubscriber(string failing, string other, bool isSame)
    {
        SourceThrottle throttle = new(new AccountsSettings { SourceFailures = 5 }, time);
        Fail(throttle, failing, 5);

        Assert.Equal(isSame, throttle.IsBlocked(IPAddress.Parse(other)));
    }

    [Fact]
    public void CountFailure_MoreSourcesThanCapacity_OldestForgotten()
    {
        SourceThrottle throttle = new(new AccountsSettings { SourceFailures = 5 }, time);
        Fail(throttle, "192.0.2.1", 5);
        time.Advance(TimeSpan.FromSeconds(1));

        for (int i = 0; i < SourceThrottle.Capacity; i++)
        {
            throttle.CountFailure(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]));
        }

        Assert.False(throttle.IsBlocked(IPAddress.Parse("192.0.2.1")));
    }

    private static void Fail(SourceThrottle throttle, string address, int times)
    {
        for (int i = 0; i < times; i++)
        {
            throttle.CountFailure(IPAddress.Parse(address));
        }
    }
}
