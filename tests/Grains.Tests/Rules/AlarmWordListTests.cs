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
    public void TryParse_Group_StandsForItsWordsInEveryPhraseAndForm()
    {
        Assert.True(AlarmWordList.TryParse(
            """
            threat serious: je vais te {<frapper>}
            threat serious: je te {<frapper>:fut}
            group coups: <frapper>|gifler
            group frapper: frapper|cogner
            group frapper: <proches>
            group proches: taper
            """,
            "x",
            out AlarmWordList? list,
            out IReadOnlyList<string> errors) is false);
        Assert.Null(list);
        Assert.Equal([3, 5], errors.Select(error => int.Parse(error.Split("line ")[1].Split(':')[0], null)));

        Assert.True(AlarmWordList.TryParse(
            "threat serious: je vais te {<frapper>}\nthreat serious: je te {<frapper>:fut}\ngroup frapper: frapper\ngroup frapper: cogner", "x", out list, out _));
        Assert.Equal(2, list.PhraseCount);
        Assert.All(
            ["je vais te frapper", "je vais te cogner", "je te frapperai", "je te cognerai"],
            sentence => Assert.Single(WordTrials.Try(list, sentence).Hits));
    }

    [Theory]
    [InlineData("insult notice: <personne>", "personne")]
    [InlineData("group a: b c", "b c")]
    [InlineData("group a: {tuer}", "{tuer}")]
    [InlineData("group a: b||c", "b||c")]
    [InlineData("group a-b: c", "a-b")]
    public void TryParse_BadGroup_IsTold(string line, string subject)
    {
        Assert.False(AlarmWordList.TryParse($"insult notice: imbécile\n{line}", "x", out _, out IReadOnlyList<string> errors));
        Assert.StartsWith("x, line 2: ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Contains(subject, errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_ExceptionFromAPhrasesEndOn_TakesItBack()
    {
        Assert.True(AlarmWordList.TryParse("weapon critical: j'ai un pistolet\nexcept: pistolet à eau", "x", out AlarmWordList? list, out _));
        Assert.Null(Assert.Single(WordTrials.Try(list, "j'ai un pistolet à eau").Hits).Severity);
        Assert.NotNull(Assert.Single(WordTrials.Try(list, "j'ai un pistolet chargé et un autre pistolet à eau").Hits).Severity);
    }

    [Fact]
    public void LoadDefault_LeavesATownRoomForAsManyPhrasesAgain()
    {
        Assert.InRange(AlarmWordList.LoadDefault().Trie.NodeCount, 1, PhraseTrieBuilder.MaxNodes / 2);
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
