using Supervision.Server.Calls;
using Supervision.Shared;

namespace Supervision.Server.Tests.Calls;

public sealed class ConsentSettingsTests
{
    [Theory]
    [InlineData("9", Lane.Caller, '9', 5, true)]
    [InlineData("9", Lane.Mixed, '9', 5, true)]
    [InlineData("9", Lane.Agent, '9', 5, false)]
    [InlineData("9", Lane.Caller, '8', 5, false)]
    [InlineData("9", Lane.Caller, '9', 61, false)]
    [InlineData("", Lane.Caller, '9', 5, false)]
    public void IsRefusal_KeyLaneAndTime_OnlyTheCallersKeyInTheWindowRefuses(string setting, Lane lane, char key, int seconds, bool expected) =>
        Assert.Equal(expected, new ConsentSettings { RefusalKey = setting }.IsRefusal(lane, key, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Errors_TwoWrongValues_BothAreTold() =>
        Assert.Equal(2, new ConsentSettings { RefusalKey = "99", RefusalWindowSeconds = 0 }.Errors().Count());
}
