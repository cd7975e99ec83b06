using Supervision.Grains.Rules;
using Supervision.Shared.Alarms;
using Supervision.Shared.Words;

namespace Supervision.Grains.Tests.Rules;

public sealed class WordTrialsTests
{
    private static readonly AlarmWordList List = AlarmWordList.LoadDefault();

    [Theory]
    [InlineData("je ne vais pas vous frapper", WordLowering.Negated, null)]
    [InlineData("il m'a dit je vais te tuer", WordLowering.Reported, AlarmSeverity.Serious)]
    [InlineData("mon voisin menace de me tuer", WordLowering.Reported, AlarmSeverity.Serious)]
    [InlineData("on m'a traité de connard", WordLowering.Reported, null)]
    [InlineData("on m'a dit de rappeler connard", null, AlarmSeverity.Serious)]
    [InlineData("je pourrais vous tuer", WordLowering.Conditional, AlarmSeverity.Serious)]
    [InlineData("que faire s'il y a un incendie", WordLowering.Exception, null)]
    [InlineData("au cas où on m'agresse", WordLowering.Hypothetical, null)]
    [InlineData("tu es mort de fatigue", WordLowering.Exception, null)]
    [InlineData("on m'a agressée la semaine dernière", WordLowering.Past, AlarmSeverity.Serious)]
    [InlineData("mon voisin est un connard", WordLowering.ThirdParty, AlarmSeverity.Notice)]
    [InlineData("je suis trop débile", WordLowering.Self, null)]
    [InlineData("je vais te tuer", null, AlarmSeverity.Critical)]
    public void Try_Sentence_SaysWhatCountsAndWhyNot(string sentence, WordLowering? lowered, AlarmSeverity? severity)
    {
        WordHit hit = WordTrials.Try(List, sentence).Hits.MaxBy(hit => hit.ListSeverity)!;

        Assert.Equal((lowered, severity), (hit.Lowered, hit.Severity));
        Assert.Equal(hit.Heard, sentence.Substring(hit.Start, hit.Heard.Length));
    }

    [Fact]
    public void Try_Reported_TellsTheWordsThatLoweredIt() =>
        Assert.Equal("m'a dit", Assert.Single(WordTrials.Try(List, "il m'a dit je vais te tuer").Hits).LoweredBy);

    [Theory]
    [InlineData("ce bruit va me tuer")]
    [InlineData("bonjour")]
    [InlineData("")]
    public void Try_NothingInIt_NoHit(string sentence) => Assert.Empty(WordTrials.Try(List, sentence).Hits);

    [Fact]
    public void Try_EndlessSentence_IsCut() =>
        Assert.Empty(WordTrials.Try(List, new string('a', WordTrials.MaxChars) + " je vais te tuer").Hits);
}
