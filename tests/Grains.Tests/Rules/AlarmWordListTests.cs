using Supervision.Grains.Rules;

namespace Supervision.Grains.Tests.Rules;

public sealed class AlarmWordListTests
{
    [Fact]
    public void LoadDefault_HasAtLeastAHundredPhrasesAndAVersion()
    {
        AlarmWordList list = AlarmWordList.LoadDefault();

        Assert.True(list.PhraseCount >= 100, $"only {list.PhraseCount}");
        Assert.Matches(@"^alarm-words/fr 2026-11-23 \([0-9a-f]{8}\)$", list.Version);
    }

    [Fact]
    public void TryParse_BadLines_TellsEachWithItsNumber()
    {
        const string Text = """
            version: essai
            threat grave: je vais te tuer
            menace critical: je vais te tuer
            rien du tout
            insult notice: ... imbécile
            insult notice: imb(écile
            insult notice: a||b
            insult notice: [peut-être]
            accents: peut-être
            insult notice: a [b] [b] [b] [b] [b] [b] [b] [b] [b] [b] [b] [b] [b]
            insult notice: imbécile
            """;

        bool parsed = AlarmWordList.TryParse(Text, "alarm-words.txt", out AlarmWordList? list, out IReadOnlyList<string> errors);

        Assert.False(parsed);
        Assert.Null(list);
        Assert.Equal(
            [2, 3, 4, 5, 6, 7, 8, 9, 10],
            errors.Select(error => int.Parse(error.Split("line ")[1].Split(':')[0], null)));
        Assert.All(errors, error => Assert.StartsWith("alarm-words.txt, line ", error, StringComparison.Ordinal));
    }

    [Fact]
    public void TryParse_NoPhrase_IsAnError()
    {
        Assert.False(AlarmWordList.TryParse("# rien\nexcept: au feu rouge", "x", out _, out IReadOnlyList<string> errors));
        Assert.Equal(["x: no phrase in it."], errors);
    }

    [Fact]
    public void TryParse_WindowsLinesAndByteOrderMark_AreRead()
    {
        Assert.True(AlarmWordList.TryParse("\uFEFFinsult notice: imbécile\r\nversion: 2\r\n", "x", out AlarmWordList? list, out _));
        Assert.Equal(1, list.PhraseCount);
        Assert.StartsWith("alarm-words/2 (", list.Version, StringComparison.Ordinal);
    }
}
