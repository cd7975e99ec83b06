using System.Text.Json;
using Supervision.Shared.Incidents;

namespace Supervision.Shared.Tests;

public sealed class IncidentNumberTests
{
    [Theory]
    [InlineData("2026-0042", "", 2026, 42)]
    [InlineData("2026-12345", "", 2026, 12345)]
    [InlineData("NORD2026-0001", "NORD", 2026, 1)]
    public void TryParse_ANumber_AndBack(string text, string series, int year, int serial)
    {
        Assert.True(IncidentNumber.TryParse(text, null, out IncidentNumber number));
        Assert.Equal(new IncidentNumber(series, year, serial), number);
        Assert.Equal(text, number.ToString());
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(number));
        Assert.Equal(number, JsonSerializer.Deserialize<IncidentNumber>($"\"{text}\""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-42")]
    [InlineData("2026-0000")]
    [InlineData("26-0042")]
    [InlineData("nord2026-0042")]
    [InlineData("NORDS2026-0042")]
    [InlineData("2026-0042-1")]
    [InlineData("2026-+042")]
    [InlineData("0193b6a0-0000-7000-8000-000000000000")]
    public void TryParse_AnythingElse_False(string? text) => Assert.False(IncidentNumber.TryParse(text, null, out _));

    [Theory]
    [InlineData(IncidentState.Closed, 4)]
    [InlineData(IncidentOutcome.Other, 5)]
    [InlineData(IncidentRecipient.Other, 7)]
    [InlineData(IncidentStepKind.CallDetached, 14)]
    [InlineData(DeskTargetKind.Role, 2)]
    public void PersistedNumbers_LastOfEach_AreFrozen(Enum last, byte number)
    {
        Assert.Equal(number, Convert.ToByte(last, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(number, Enum.GetValues(last.GetType()).Length);
    }
}
