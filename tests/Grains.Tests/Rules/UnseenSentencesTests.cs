using System.Globalization;
using System.Runtime.CompilerServices;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Words;
using Xunit.Abstractions;

namespace Supervision.Grains.Tests.Rules;

/// <summary>
/// The console's own list on <c>unseen.tsv</c>, sentences that were written without it: what share of each category is heard, as
/// whatever it is heard, and how often a harmless one is. A share that falls means that a line was taken away that others leant on.
/// </summary>
public sealed class UnseenSentencesTests(ITestOutputHelper output)
{
    private const string Harmless = "none";

    /// <summary>Of a hundred harmless sentences, all of them look-alikes: in a real conversation they are rare.</summary>
    private const double MostFalse = 0.03;

    private static readonly LiveWordList List = new(AlarmWordList.LoadDefault());
    private static readonly ILookup<string, string> Sentences = Read();

    [Theory]
    [InlineData("death-threat", 0.92)]
    [InlineData("threat", 0.94)]
    [InlineData("property-threat", 0.94)]
    [InlineData("weapon", 0.94)]
    [InlineData("distress", 0.94)]
    [InlineData("insult", 0.94)]
    [InlineData("discriminatory", 0.88)]
    public void OnFinal_AlarmingSentences_MostAreHeard(string category, double share)
    {
        Assert.NotNull(WordListNames.Category(category));
        string[] missed = [.. Sentences[category].Where(sentence => Hear(sentence).Count == 0)];
        int count = Sentences[category].Count();
        double heard = 1 - ((double)missed.Length / count);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{category}: {heard:P1} of {count}"));
        Assert.True(count >= 30, "too few sentences");
        Assert.True(heard >= share, $"{heard:P1}; missed: {string.Join(" / ", missed)}");
    }

    [Fact]
    public void OnFinal_HarmlessSentences_HardlyAnyIsHeard()
    {
        string[] heard = [.. Sentences[Harmless].Where(sentence => Hear(sentence).Count > 0)];
        int count = Sentences[Harmless].Count();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{heard.Length} of {count} harmless sentences: {string.Join(" / ", heard)}"));
        Assert.True(count >= 200, "too few sentences");
        Assert.True(heard.Length <= MostFalse * count, $"{heard.Length} of {count}: {string.Join(" / ", heard)}");
    }

    private static List<WordFinding> Hear(string sentence)
    {
        var found = new List<WordFinding>();
        new WordRule(List).OnFinal(
            new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Speech, StartMs = 0, EndMs = 1000, Text = sentence }, found);
        return found;
    }

    private static ILookup<string, string> Read([CallerFilePath] string thisFile = "") => File
        .ReadLines(Path.Combine(Path.GetDirectoryName(thisFile)!, "unseen.tsv"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .ToLookup(parts => parts[0], parts => parts[1]);
}
