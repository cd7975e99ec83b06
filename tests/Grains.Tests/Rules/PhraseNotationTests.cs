using Supervision.Grains.Rules;
using Supervision.Shared.Words;

namespace Supervision.Grains.Tests.Rules;

public sealed class PhraseNotationTests
{
    [Theory]
    [InlineData("{tuer}", "je vais te tué")]
    [InlineData("{tuer}", "tuais")]
    [InlineData("{tuer:pres}", "ils tuent")]
    [InlineData("{tuer:fut}", "je tuerais")]
    [InlineData("{crever:pres}", "il crève")]
    [InlineData("{appeler:pres}", "j'appelle")]
    [InlineData("{finir:pres}", "ils finissent")]
    [InlineData("{revenir:pres}", "je reviens")]
    [InlineData("{poursuivre:pres}", "il me poursuit")]
    [InlineData("{attendre:pres}", "j'attends")]
    [InlineData("{mettre:part}", "une mise")]
    [InlineData("{menacer:imp}", "il menaçait")]
    [InlineData("{égorger:tout}", "nous égorgeons")]
    [InlineData("{tuer|buter:inf}", "butter")]
    [InlineData("con(ne)(s)", "connes")]
    [InlineData("a [b] c", "a c")]
    [InlineData("a b|d' c", "a d'c")]
    public void Phrase_Notation_HearsTheForm(string pattern, string said) => Assert.Single(Hear(pattern, said));

    [Theory]
    [InlineData("{tuer:pres}", "tuerai")]
    [InlineData("{prendre}", "prend")]
    [InlineData("{finir:pres}", "finira")]
    public void Phrase_Notation_HearsNoOtherForm(string pattern, string said) => Assert.Empty(Hear(pattern, said));

    [Theory]
    [InlineData("{xyzoir}", WordListFault.Verb, "xyzoir")]
    [InlineData("{tuer:passé}", WordListFault.VerbForm, "passé")]
    [InlineData("con(ne", WordListFault.Element, "con(ne")]
    [InlineData("con)ne", WordListFault.Element, "con)ne")]
    [InlineData("con()", WordListFault.Element, "con()")]
    [InlineData("... con", WordListFault.Edge, "... con")]
    [InlineData("a||b", WordListFault.EmptyAlternative, "a||b")]
    [InlineData("x{tuer}", WordListFault.Element, "x{tuer}")]
    public void ReadLine_BadPhrase_SaysWhatAndWhere(string pattern, WordListFault fault, string subject)
    {
        WordListLine line = WordListReader.ReadLine($"insult notice: {pattern}", 1);

        Assert.Equal((fault, subject), (line.Fault, line.FaultSubject));
    }

    private static IReadOnlyList<WordHit> Hear(string pattern, string said)
    {
        Assert.True(AlarmWordList.TryParse($"insult critical: {pattern}", "test", out AlarmWordList? list, out IReadOnlyList<string> errors), string.Join(' ', errors));
        return WordTrials.Try(list, said).Hits;
    }
}
