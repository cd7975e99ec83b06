using Bunit;
using Supervision.Client.Admin;
using Supervision.Shared;

namespace Supervision.Client.Tests;

public sealed class HealthPageTests : ScreenTest
{
    private const string Raw = "Raw English of the part.";

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void Render_EveryPartInEveryState_HasANameAndAnOwnSentenceAndItsRawWordsUnderDetails(string language)
    {
        Speak(language);
        foreach (PartState state in Enum.GetValues<PartState>())
        {
            Live.Health = [.. Parts(state).Select(part => new PartHealth(part, state, Raw, new Dictionary<string, object> { ["figure"] = 1 }))];
            var page = Render<HealthPage>();
            var items = page.FindAll(".part");
            Assert.Equal(Live.Health.Count, items.Count);
            Assert.All(items, item => Assert.DoesNotContain(Raw, item.QuerySelector(".part-detail")!.TextContent, StringComparison.Ordinal));
            Assert.All(items, item => Assert.Contains(Raw, item.QuerySelector("details [lang=en]")!.TextContent, StringComparison.Ordinal));
            Assert.Equal(items.Count, items.Select(item => item.QuerySelector(".part-detail")!.TextContent).Distinct().Count());
            Assert.All(items.Zip(Live.Health), pair => Assert.NotEqual(pair.Second.Part, pair.First.QuerySelector("h2")!.TextContent));
        }
    }

    [Fact]
    public void Render_PartOfAnotherVersion_GeneralSentence()
    {
        Live.Health = [new PartHealth("newer", PartState.Ok, Raw, new Dictionary<string, object>())];

        Assert.Equal("En service.", Render<HealthPage>().Find(".part-detail").TextContent);
    }

    /// <summary>Those that can be in that state.</summary>
    private static string[] Parts(PartState state)
    {
        string[] always = ["sip", "rtp", "recorder", "journal", "database", "speech", "speech-model", "vad", "aggression", "tension", "words", "incidents", "accounts"];
        return state == PartState.Ok ? [.. always, "live", "listening"] : always;
    }
}
