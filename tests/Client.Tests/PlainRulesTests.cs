using Supervision.Client.Components;
using Supervision.Client.Search;
using Supervision.Client.WallBoard;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Client.Tests;

public sealed class PlainRulesTests
{
    private static CallId Call(int number) => new(new Guid(number, 0, 0, new byte[8]));

    [Theory]
    [InlineData("0612345678", "06 12 34 56 78")]
    [InlineData("+33323063006", "03 23 06 30 06")]
    [InlineData("+4930123456", "+4930123456")]
    [InlineData("201", "201")]
    [InlineData("anonymous!", "anonymous!")]
    public void Format_Number_FrenchOnesInPairs(string number, string expected) =>
        Assert.Equal(expected, PhoneNumber.Format(number).Replace('\u202F', ' '));

    [Theory]
    [InlineData("a \u2068b\u2069 c", "a |[b]| c")]
    [InlineData("\u2068b\u2069\u2068c\u2069", "[b]|[c]")]
    [InlineData("a \u2068b", "a b")]
    [InlineData("a\u2069 b", "a b")]
    [InlineData("", "")]
    public void Split_Marks_KeepsEveryWord(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', HighlightPart.Split(text).Select(part => part.IsMatch ? $"[{part.Text}]" : part.Text)));

    [Fact]
    public void StartOf_DayOfSummerTime_IsLocalMidnight()
    {
        var clock = new SiteClock(new ManualTimeProvider(), TimeZoneInfo.FindSystemTimeZoneById(SiteClock.DefaultZone));
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), clock.StartOf(new DateOnly(2026, 3, 29)));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), clock.StartOf(new DateOnly(2026, 3, 30)));
    }

    [Fact]
    public void Address_EmptyFilter_IsThePageItself() => Assert.Equal("calls", new CallFilter { Words = "  " }.ToAddress());

    [Fact]
    public void Slots_NewCall_TakesTheFreePlace()
    {
        var slots = new TileSlots();
        for (int i = 1; i <= 3; i++)
        {
            slots.Add(Call(i));
        }

        slots.Remove(Call(2));
        slots.Settle();
        Assert.Equal([Call(1), null, Call(3)], slots.Slots);
        slots.Add(Call(4));
        Assert.Equal([Call(1), Call(4), Call(3)], slots.Slots);
    }

    [Fact]
    public void Settle_FewEnoughForLargerTiles_ClosesUp()
    {
        var slots = new TileSlots();
        for (int i = 1; i <= 5; i++)
        {
            slots.Add(Call(i));
        }

        slots.Remove(Call(1));
        slots.Settle();
        Assert.Equal([Call(2), Call(3), Call(4), Call(5)], slots.Slots);
        Assert.Equal(Density.Large, slots.Density);
    }
}
