using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Grains.Tests.Rules;

public sealed class WordRuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private readonly List<WordFinding> _found = [];
    private readonly WordRule _rule;
    private readonly LiveWordList _words = new(List("""
        version: 1
        threat critical: je vais te tuer
        threat critical: je te tue
        threat serious: je vais ... avec un fusil
        insult notice: imbécile
        insult serious: espèce d'imbécile
        emergency critical: au feu
        emergency critical: couteau
        except: au feu rouge
        """));

    private DateTimeOffset _now = Start;

    public WordRuleTests() => _rule = new WordRule(_words);

    [Fact]
    public void OnPartial_OncePlusAnother_TellsOnceAndNotWithTheFinal()
    {
        Partial("je vais te tuer");
        Assert.Empty(_found);

        Partial("je vais te tuer tu");
        Partial("je vais te tuer tu entends");
        Final("euh je vais te tuer tu entends");

        WordFinding finding = Assert.Single(_found);
        Assert.Equal("je vais te tuer", finding.Reason.Heard);
        Assert.Equal("words/threat", finding.Reason.Rule);
        Assert.StartsWith("alarm-words/1 (", finding.Reason.Model, StringComparison.Ordinal);
        Assert.Null(finding.Reason.Score);
        Assert.Equal(AlarmSeverity.Critical, finding.Severity);
    }

    [Fact]
    public void OnPartial_FlickeringWord_TellsNothing()
    {
        Partial("je vais te tuer");
        Partial("je vais te tutoyer");
        Partial("je vais te tuer");
        Partial("je vais te tutoyer si");
        Final("je vais te tutoyer si tu veux");

        Assert.Empty(_found);
    }

    [Fact]
    public void Settle_PartialStands_IsBelievedAfter300Ms()
    {
        Partial("je te tue");
        _now += WordRule.Standing - TimeSpan.FromMilliseconds(1);
        _rule.Settle(_now, _found);
        Assert.Empty(_found);
        Assert.True(_rule.IsWaiting);

        _now += TimeSpan.FromMilliseconds(1);
        _rule.Settle(_now, _found);

        Assert.Single(_found);
        Assert.False(_rule.IsWaiting);
    }

    [Fact]
    public void OnFinal_SamePhraseTwiceInOneUtterance_TellsTwice()
    {
        Partial("imbécile va");
        Partial("imbécile va");
        Final("imbécile va imbécile");

        Assert.Equal(2, _found.Count);
    }

    [Fact]
    public void OnFinal_NextUtteranceRepeats_TellsAgain()
    {
        Final("imbécile");
        Final("imbécile");

        Assert.Equal(2, _found.Count);
    }

    [Fact]
    public void OnFinal_LongerPhraseAroundAShorter_TellsTheLongerOnly()
    {
        Final("espèce d'imbécile");

        Assert.Equal("espèce d'imbécile", Assert.Single(_found).Reason.Heard);
        Assert.Equal(AlarmSeverity.Serious, _found[0].Severity);
    }

    [Fact]
    public void OnPartial_ExceptionMayStillComplete_Waits()
    {
        Partial("tournez au feu");
        Partial("tournez au feu");
        _now += TimeSpan.FromSeconds(1);
        _rule.Settle(_now, _found);
        Assert.Empty(_found);

        Partial("tournez au feu rouge");
        Partial("tournez au feu rouge");
        Final("tournez au feu rouge");

        Assert.Empty(_found);
    }

    [Fact]
    public void OnPartial_ExceptionIsRuledOut_Tells()
    {
        Partial("au feu");
        Partial("au feu vite");

        Assert.Single(_found);
    }

    [Fact]
    public void OnFinal_Gap_LetsFiveWordsPassButNoNegation()
    {
        Final("je vais revenir un jour ou deux avec un fusil");
        Assert.Single(_found);

        Final("je vais bien sûr revenir un autre jour ou deux avec un fusil");
        Final("je vais pas revenir avec un fusil");
        Assert.Single(_found);
    }

    [Fact]
    public void OnFinal_AgentSaysIt_IsNeverLookedAt()
    {
        _rule.OnPartial(new PartialUtterance(Lane.Agent, 0, "je vais te tuer"), _now, _found);
        _rule.OnPartial(new PartialUtterance(Lane.Agent, 0, "je vais te tuer"), _now, _found);
        Final("vous avez dit je vais te tuer", Lane.Agent);
        _rule.Settle(_now + TimeSpan.FromSeconds(10), _found);

        Assert.Empty(_found);
    }

    [Fact]
    public void OnFinal_MixedLane_IsLookedAt()
    {
        Final("je vais te tuer", Lane.Mixed);

        Assert.Equal(Lane.Mixed, Assert.Single(_found).Reason.Lane);
    }

    [Fact]
    public void OnFinal_WordsWithTimes_GivesTheTimeOfTheFirstWordHeard()
    {
        var utterance = new Utterance
        {
            Lane = Lane.Caller,
            Kind = UtteranceKind.Speech,
            StartMs = 1000,
            EndMs = 3000,
            Text = "j'ai un couteau",
            Words = [new("j'ai", 1000, 1200, 1), new("un", 1200, 1400, 1), new("couteau", 1400, 2000, 1)],
        };

        _rule.OnFinal(utterance, _found);

        Assert.Equal(1400, Assert.Single(_found).Reason.AtMs);
    }

    [Fact]
    public void OnFinal_Gap_EndsTheUtterance()
    {
        Partial("je te tue");
        _rule.OnFinal(
            new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Gap, StartMs = 0, EndMs = 900, Text = "" },
            _found);
        Partial("je te tue");

        Assert.Empty(_found);
        Assert.True(_rule.IsWaiting);
    }

    [Fact]
    public void Forget_PartialWaiting_IsNotToldLater()
    {
        Partial("je te tue");
        _rule.Forget();
        _rule.Settle(_now + TimeSpan.FromSeconds(10), _found);

        Assert.Empty(_found);
    }

    [Fact]
    public void Update_PartialThatGrows_WalksNewWordsOnly()
    {
        var scanner = new PhraseScanner(AlarmWordList.LoadDefault().Trie);
        scanner.Update("si vous ne me rappelez pas");
        long before = scanner.Walked;

        scanner.Update("si vous ne me rappelez pas je vais te tuer");

        Assert.Equal(4, scanner.Walked - before);
        Assert.NotEqual(0, scanner.Matches.Length);

        scanner.Update("si vous ne me rappelez pas je vais");
        Assert.DoesNotContain(scanner.Matches.ToArray(), match => scanner.Trie.Phrases[match.Phrase].Category is not null);
    }

    private static AlarmWordList List(string text)
    {
        return AlarmWordList.TryParse(text, "test", out AlarmWordList? list, out IReadOnlyList<string> errors)
            ? list
            : throw new ArgumentException(string.Join('\n', errors));
    }

    private void Partial(string text)
    {
        _now += TimeSpan.FromMilliseconds(200);
        _rule.OnPartial(new PartialUtterance(Lane.Caller, 500, text), _now, _found);
    }

    private void Final(string text, Lane lane = Lane.Caller)
    {
        _rule.OnFinal(
            new Utterance { Lane = lane, Kind = UtteranceKind.Speech, StartMs = 500, EndMs = 2500, Text = text },
            _found);
    }
}
