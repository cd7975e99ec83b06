using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Tests.Rules;

/// <summary>What goes beyond one utterance: a breath in the middle of a phrase, a list that is published during a call, times of words.</summary>
public sealed class LaneWordsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly LiveWordList _words = new(AlarmWordList.LoadDefault());
    private readonly List<WordFinding> _found = [];
    private readonly WordRule _rule;

    public LaneWordsTests() => _rule = new WordRule(_words);

    [Fact]
    public void OnFinal_PhraseAcrossTwoUtterancesWithinTwoSeconds_IsHeard()
    {
        Final(1000, 2000, "écoutez-moi bien je vais te");
        Final(4000, 4600, "tuer");

        WordFinding finding = Assert.Single(_found);
        Assert.Equal("je vais te tuer", finding.Reason.Heard);
        Assert.Equal(AlarmCategory.DeathThreat, finding.Category);
    }

    [Fact]
    public void OnFinal_MoreThanTwoSecondsBetween_AreTwoThings()
    {
        Final(1000, 2000, "je vais te");
        Final(4001, 4600, "tuer");

        Assert.Empty(_found);
    }

    [Fact]
    public void OnFinal_NextUtteranceFollows_WhatWasToldIsNotToldAgain()
    {
        Final(1000, 2000, "espèce de connard");
        Final(2100, 2500, "oui");
        Final(2600, 3000, "vous m'entendez");

        Assert.Single(_found);
    }

    [Fact]
    public void OnFinal_ReportInTheUtteranceBefore_LowersTheNext()
    {
        Final(1000, 2000, "hier mon voisin m'a dit");
        Final(2500, 3000, "je vais te tuer");

        WordFinding finding = Assert.Single(_found);
        Assert.Equal((AlarmSeverity.Serious, WordLowering.Reported), (finding.Severity, finding.Reason.Lowered));
    }

    [Fact]
    public void OnFinal_GapBetween_NothingIsJoined()
    {
        Final(1000, 2000, "je vais te");
        _rule.OnFinal(new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Gap, StartMs = 2000, EndMs = 2500, Text = "" }, _found);
        Final(2500, 3000, "tuer");

        Assert.Empty(_found);
    }

    [Fact]
    public void OnFinal_OtherLaneBetween_IsNotJoined()
    {
        Final(1000, 2000, "je vais te", Lane.Mixed);
        Final(2100, 2500, "tuer");

        Assert.Empty(_found);
    }

    [Fact]
    public void OnPartial_AcrossTwoUtterances_IsToldOnceAndNotWithTheFinal()
    {
        Final(1000, 2000, "je vais te");
        Partial(2500, 0, "tuer");
        Partial(2500, 200, "tuer tu");
        Final(2500, 3500, "tuer tu entends");

        Assert.Single(_found);
    }

    [Fact]
    public void OnFinal_JoinedPhrase_BeginsAtItsFirstWord()
    {
        Final(1000, 2000, "je vais te", Lane.Caller, new("je", 1100, 1200, 1), new("vais", 1200, 1500, 1), new("te", 1500, 1700, 1));
        Final(2500, 3000, "tuer");

        Assert.Equal(1100, Assert.Single(_found).Reason.AtMs);
    }

    [Fact]
    public void OnPartial_WordsCameLater_TimeIsReckonedFromWhenTheyCame()
    {
        Partial(10_000, 0, "alors");
        Partial(10_000, 1400, "alors je vais te tuer");
        Partial(10_000, 1600, "alors je vais te tuer");

        Assert.Equal(11_400, Assert.Single(_found).Reason.AtMs);
    }

    [Fact]
    public void LoneInsult_WaitsForTheFinalAndItsConfidence()
    {
        Partial(0, 0, "alors connard");
        Partial(0, 200, "alors connard");
        _rule.Settle(Start.AddSeconds(2), _found);
        Final(0, 900, "alors connard", Lane.Caller, new Word("alors", 0, 300, 1), new Word("connard", 300, 900, 0.6f));
        Assert.Empty(_found);

        Final(5000, 5900, "alors connard", Lane.Caller, new Word("alors", 5000, 5300, 1), new Word("connard", 5300, 5900, 0.9f));
        Assert.Equal("connard", Assert.Single(_found).Reason.Heard);
    }

    [Theory]
    [InlineData("c'est ce qu'il m'a dit", AlarmSeverity.Serious, WordLowering.Reported, "je vais te tuer")]
    [InlineData("qu'il m'a dit", AlarmSeverity.Serious, WordLowering.Reported, "je vais te tuer")]
    [InlineData("pas", AlarmSeverity.Notice, WordLowering.Negated, "je te frapperai")]
    public void OnFinal_EndLowersWhatAPartialTold_CorrectsIt(string end, AlarmSeverity severity, WordLowering lowered, string phrase)
    {
        Partial(0, 0, phrase);
        Partial(0, 200, phrase);
        WordFinding told = Assert.Single(_found);
        Assert.Null(told.Corrects);
        Final(0, 2500, $"{phrase} {end}");

        Assert.Equal(2, _found.Count);
        Assert.Equal(told.Reason, _found[1].Corrects);
        Assert.Equal((severity, told.Reason with { Lowered = lowered }), (_found[1].Severity, _found[1].Reason));
    }

    [Fact]
    public void OnFinal_SaidOnceLoweredAndOnceInEarnest_CorrectsNothingThatStands()
    {
        Partial(0, 0, "il m'a dit je vais te tuer");
        Partial(0, 200, "il m'a dit je vais te tuer");
        Final(0, 2500, "il m'a dit je vais te tuer et moi je vais te tuer");

        Assert.Equal([AlarmSeverity.Serious, AlarmSeverity.Critical], _found.Select(finding => finding.Severity));
        Assert.All(_found, finding => Assert.Null(finding.Corrects));
    }

    [Fact]
    public void Use_NewListDuringAnUtterance_CountsFromTheNextOne()
    {
        Partial(0, 0, "le mot de passe est");
        Assert.True(AlarmWordList.TryParse("version: deux\ninsult notice: fripouille", "test", out AlarmWordList? list, out _));
        _words.Use(list);
        Final(0, 900, "le mot de passe est fripouille connard");
        Assert.Equal("connard", Assert.Single(_found).Reason.Heard);

        _found.Clear();
        Final(5000, 6000, "fripouille connard");

        AlarmReason reason = Assert.Single(_found).Reason;
        Assert.Equal("fripouille", reason.Heard);
        Assert.StartsWith("alarm-words/deux (", reason.Model, StringComparison.Ordinal);
    }

    private void Partial(int startMs, int afterMs, string text) =>
        _rule.OnPartial(new PartialUtterance(Lane.Caller, startMs, text), Start.AddMilliseconds(afterMs), _found);

    private void Final(int startMs, int endMs, string text, Lane lane = Lane.Caller, params Word[] words) => _rule.OnFinal(
        new Utterance { Lane = lane, Kind = UtteranceKind.Speech, StartMs = startMs, EndMs = endMs, Text = text, Words = words }, _found);
}
