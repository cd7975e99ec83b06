using Supervision.Server.Security;

namespace Supervision.Server.Tests.Security;

public sealed class LockoutRuleTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(4, null)]
    [InlineData(5, 5)]
    [InlineData(6, null)]
    [InlineData(10, 10)]
    [InlineData(15, 20)]
    [InlineData(20, 40)]
    [InlineData(25, 60)]
    [InlineData(2_000_000_000, 60)]
    public void LockFor_Failures_EachLockTwiceTheOneBefore(int failures, int? minutes)
    {
        TimeSpan? expected = minutes is { } value ? TimeSpan.FromMinutes(value) : null;

        Assert.Equal(expected, LockoutRule.LockFor(failures, new AccountsSettings()));
    }
}
