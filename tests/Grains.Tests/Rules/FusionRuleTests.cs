using Supervision.Grains.Alarms;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Tension;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Rules;

public sealed class FusionRuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeCallerHistory _history = new();
    private readonly FusionContext _context;
    private readonly FusionRule _rule;

    public FusionRuleTests()
    {
        AggressionSettings settings = new();
        _context = new FusionContext(settings, _history, default);
        _rule = new FusionRule(default, settings, _context);
    }

    [Fact]
    public void Voice_Aggressive_IsSeriousWithScoreThresholdAndModel()
    {
        AlarmReport report = Assert.Single(Voice(10_000, 0.83f));
        Assert.Equal((AlarmCategory.Aggression, AlarmSeverity.Serious), (report.Category, report.Severity));
        Assert.Equal(new AlarmReason("acoustic/aggression", "", Lane.Caller, 10_000, "model-1", 0.83f, 0.7f), report.Reason);
    }

    [Theory]
    [InlineData(TensionLevel.Calm)]
    [InlineData(TensionLevel.Tense)]
    public void Voice_NotAggressive_IsNothing(TensionLevel level) => Assert.Empty(Voice(10_000, 0.69f, level));

    [Fact]
    public void Voice_GoesOn_IsToldOnce()
    {
        Voice(10_000);
        Assert.All(Enumerable.Range(1, 400), i => Assert.Empty(Voice(10_000 + (i * 500))));
    }

    [Fact]
    public void Voice_WaversWithoutCalm_IsNotToldAgain()
    {
        Voice(10_000);
        Voice(90_000, 0.6f, TensionLevel.Tense);
        Assert.Empty(Voice(100_000));
    }

    [Fact]
    public void Voice_CalmAndBackWithinTheCoolDown_IsToldWhenItIsOver()
    {
        Voice(10_000);
        Voice(20_000, 0.1f, TensionLevel.Calm);
        Assert.Empty(Voice(69_000));
        Assert.Single(Voice(70_000));
        Assert.Empty(Voice(140_000));
    }

    [Theory]
    [InlineData(AlarmCategory.Insult, AlarmSeverity.Notice, AlarmSeverity.Serious)]
    [InlineData(AlarmCategory.DiscriminatoryInsult, AlarmSeverity.Serious, AlarmSeverity.Critical)]
    [InlineData(AlarmCategory.Threat, AlarmSeverity.Serious, AlarmSeverity.Critical)]
    [InlineData(AlarmCategory.PropertyThreat, AlarmSeverity.Serious, AlarmSeverity.Critical)]
    [InlineData(AlarmCategory.DeathThreat, AlarmSeverity.Critical, AlarmSeverity.Critical)]
    [InlineData(AlarmCategory.Weapon, AlarmSeverity.Serious, AlarmSeverity.Critical)]
    [InlineData(AlarmCategory.Threat, AlarmSeverity.Notice, AlarmSeverity.Serious)]
    public void Words_WithTheVoice_AreGraver(AlarmCategory category, AlarmSeverity alone, AlarmSeverity expected)
    {
        Voice(10_000);
        List<AlarmReport> reports = Words(15_000, category, alone);

        Assert.All(reports, report => Assert.Equal((category, expected), (report.Category, report.Severity)));
        Assert.Equal(["words/x", "fusion/voice+words"], reports.Select(report => report.Reason.Rule));
        Assert.Equal(new AlarmReason("fusion/voice+words", "mots", Lane.Caller, 10_000, "model-1", 0.9f, 0.7f), reports[1].Reason);
    }

    [Theory]
    [InlineData(AlarmCategory.Emergency)]
    [InlineData(AlarmCategory.Distress)]
    public void Words_CryForHelp_IsNotMadeGraverByTheVoiceNorByCircumstances(AlarmCategory category)
    {
        _history.Past = new CallerPast(5, 1);
        Voice(10_000);
        AlarmReport report = Assert.Single(Words(10_500, category, AlarmSeverity.Serious));
        Assert.Equal(AlarmSeverity.Serious, report.Severity);
    }

    [Fact]
    public void Voice_AfterTheWords_MakesThemGraver()
    {
        AlarmReport alone = Assert.Single(Words(10_000, AlarmCategory.Threat, AlarmSeverity.Serious));
        Assert.Equal(AlarmSeverity.Serious, alone.Severity);

        List<AlarmReport> reports = Voice(19_000);
        Assert.Equal(["acoustic/aggression", "fusion/voice+words"], reports.Select(report => report.Reason.Rule));
        Assert.All(reports, report => Assert.Equal((AlarmCategory.Threat, AlarmSeverity.Critical), (report.Category, report.Severity)));
    }

    [Theory]
    [InlineData(true, false, AlarmSeverity.Notice)]
    [InlineData(true, true, AlarmSeverity.Serious)]
    [InlineData(false, false, AlarmSeverity.Notice)]
    [InlineData(false, true, AlarmSeverity.Serious)]
    public void Reports_TellWhatTheyAreWorthWithoutTheVoice(bool isVoiceFirst, bool hasCircumstance, AlarmSeverity words)
    {
        _history.Past = hasCircumstance ? new CallerPast(5, 0) : default;
        List<AlarmReport> reports = isVoiceFirst
            ? [.. Voice(10_000), .. Words(12_000, AlarmCategory.Insult, AlarmSeverity.Notice)]
            : [.. Words(10_000, AlarmCategory.Insult, AlarmSeverity.Notice), .. Voice(12_000)];

        Assert.Equal(hasCircumstance, reports.Exists(report => report.Reason.Rule == "context/repeated-caller"));
        Assert.Equal(hasCircumstance ? AlarmSeverity.Critical : AlarmSeverity.Serious, reports.Max(report => report.Severity));
        Assert.All(reports, report => Assert.Equal(report.Reason.Rule == "words/x" ? words : AlarmSeverity.Notice, report.WithoutVoice));
    }

    [Fact]
    public void Words_TooFarFromTheVoice_AreAlone()
    {
        Voice(10_000);
        Assert.Equal(AlarmSeverity.Notice, Assert.Single(Words(20_500, AlarmCategory.Insult, AlarmSeverity.Notice)).Severity);
    }

    [Fact]
    public void Words_OfALongUtterance_WereSaidBetweenItsStartAndTheirHearing()
    {
        Voice(29_000);
        var finding = new WordFinding(AlarmCategory.Threat, AlarmSeverity.Serious, Reason(5000));
        List<AlarmReport> reports = [];
        _rule.OnWords(Moment(29_500), finding, reports);
        Assert.Equal(AlarmSeverity.Critical, reports[0].Severity);

        // And the other way round: the words first, the voice while they were being said.
        var later = new FusionRule(default, new AggressionSettings(), _context);
        reports.Clear();
        later.OnWords(Moment(29_500), finding, reports);
        reports.Clear();
        later.OnTension(Moment(30_000), new TensionPoint(30_000, 0.9f, TensionLevel.Aggressive), "m", 0.7f, reports);
        Assert.Equal(AlarmSeverity.Critical, reports[0].Severity);
    }

    [Fact]
    public void Words_OnAMixedLane_DoNotJoinTheVoice()
    {
        Voice(10_000);
        List<AlarmReport> reports = [];
        _rule.OnWords(Moment(10_500), new WordFinding(AlarmCategory.Threat, AlarmSeverity.Serious, Reason(10_500) with { Lane = Lane.Mixed }), reports);
        Assert.Equal(AlarmSeverity.Serious, Assert.Single(reports).Severity);
    }

    [Theory]
    [InlineData(WordLowering.Negated, AlarmSeverity.Notice, AlarmCategory.Aggression, AlarmSeverity.Serious)]
    [InlineData(WordLowering.Reported, AlarmSeverity.Notice, AlarmCategory.Threat, AlarmSeverity.Serious)]
    public void OnCorrection_VoiceComesAfter_JoinsWhatIsLeftOfTheWords(
        WordLowering lowered, AlarmSeverity left, AlarmCategory category, AlarmSeverity severity)
    {
        Words(10_000, AlarmCategory.Threat, AlarmSeverity.Serious);
        AlarmReason told = Reason(10_000);
        List<AlarmReport> reports = [];
        _rule.OnCorrection(new WordFinding(AlarmCategory.Threat, left, told with { Lowered = lowered }) { Corrects = told }, reports);

        Assert.Equal((told, lowered), (Assert.Single(reports).Corrects, reports[0].Reason.Lowered));
        AlarmReport voice = Voice(12_000)[0];
        Assert.Equal((category, severity), (voice.Category, voice.Severity));
    }

    [Fact]
    public void Words_Repeated_AreToldAsHeardAndExplainedOnce()
    {
        Voice(10_000);
        Words(10_500, AlarmCategory.Insult, AlarmSeverity.Notice);
        Assert.Single(Words(11_000, AlarmCategory.Insult, AlarmSeverity.Notice));

        // Somebody closed the alarm: the next one explains itself.
        _rule.OnAlarmsClosed();
        Assert.Equal(2, Words(11_500, AlarmCategory.Insult, AlarmSeverity.Notice).Count);
    }

    [Fact]
    public void Voice_AfterWordsOfTheSameEvent_IsNotToldAgain()
    {
        Voice(10_000);
        Words(10_500, AlarmCategory.Threat, AlarmSeverity.Serious);
        Assert.Empty(Voice(11_000));
    }

    [Fact]
    public void Circumstances_Alone_RaiseNothing()
    {
        _history.Past = new CallerPast(20, 3);
        TalkOver(100);
        Assert.Empty(Voice(3_600_000, 0.6f, TensionLevel.Tense));
    }

    [Fact]
    public void Circumstances_Together_AreOneStepAndEachItsReason()
    {
        _history.Past = new CallerPast(2, 1);
        TalkOver(50);
        List<AlarmReport> reports = Words(16 * 60_000, AlarmCategory.Insult, AlarmSeverity.Notice);

        Assert.All(reports, report => Assert.Equal(AlarmSeverity.Serious, report.Severity));
        Assert.Equal(
            [
                ("words/x", (float?)null, (float?)null),
                ("context/repeated-caller", 3f, 3f),
                ("context/confirmed-alarm", 1f, 1f),
                ("context/talk-over", 0.5f, 0.4f),
                ("context/long-call", 16f, 15f),
            ],
            reports.Select(report => (report.Reason.Rule, report.Reason.Score, report.Reason.Threshold)));
        Assert.Equal("0612345678", _history.Asked);
        Assert.All(reports.Skip(1), report => Assert.Equal("alarm-rules/1", report.Reason.Model));
    }

    [Fact]
    public void Circumstances_WithTheVoice_AreCritical()
    {
        _history.Past = new CallerPast(2, 0);
        Assert.All(Voice(10_000), report => Assert.Equal(AlarmSeverity.Critical, report.Severity));
    }

    [Fact]
    public void Circumstances_ComeWhileTheVoiceLasts_AreToldBecauseGraver()
    {
        Voice(10_000);
        TalkOver(41);
        List<AlarmReport> reports = Voice(20_000);
        Assert.Equal(["acoustic/aggression", "context/talk-over"], reports.Select(report => report.Reason.Rule));
        Assert.All(reports, report => Assert.Equal(AlarmSeverity.Critical, report.Severity));
        Assert.Empty(Voice(20_500));
    }

    [Fact]
    public void RepeatedCaller_OneCallLess_DoesNotCount()
    {
        _history.Past = new CallerPast(1, 0);
        Assert.Equal(AlarmSeverity.Serious, Assert.Single(Voice(10_000)).Severity);
    }

    [Fact]
    public void RepeatedCaller_NumberWithheld_IsNotAsked()
    {
        _history.Past = new CallerPast(9, 9);
        List<AlarmReport> reports = [];
        _rule.OnTension(Moment(10_000) with { Number = null }, new TensionPoint(10_000, 0.9f, TensionLevel.Aggressive), "m", 0.7f, reports);
        Assert.Single(reports);
        Assert.Null(_history.Asked);
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    public void TalkOver_MoreThanItsShareOfTenSeconds_Counts(int measures, bool counts)
    {
        TalkOver(measures);
        Assert.Equal(counts, _context.Reasons(null, 1000, Start).Count == 1);
    }

    [Fact]
    public void TalkOver_OneVoiceOrNoLane_DoesNotCount()
    {
        for (int i = 0; i < 200; i++)
        {
            _context.OnLevels(-20, -60);
            _context.OnLevels(-60, -20);
            _context.OnLevels(-20, null);
        }

        Assert.Equal(0, _context.TalkOver);
    }

    [Fact]
    public void TalkOver_TenSecondsLater_IsForgotten()
    {
        TalkOver(100);
        for (int i = 0; i < FusionContext.Measures; i++)
        {
            _context.OnLevels(-20, -90);
        }

        Assert.Equal(0, _context.TalkOver);
    }

    [Fact]
    public void Forget_AfterABreak_NothingBeforeItJoins()
    {
        TalkOver(100);
        Voice(10_000);
        _rule.Forget();
        AlarmReport report = Assert.Single(Words(10_500, AlarmCategory.Insult, AlarmSeverity.Notice));
        Assert.Equal(AlarmSeverity.Notice, report.Severity);
    }

    private static FusionMoment Moment(int atMs) => new(atMs, Start.AddMilliseconds(atMs), "0612345678");

    private static AlarmReason Reason(int atMs) => new("words/x", "mots", Lane.Caller, atMs, "list-1", null, null);

    private List<AlarmReport> Voice(int atMs, float tension = 0.9f, TensionLevel level = TensionLevel.Aggressive)
    {
        List<AlarmReport> reports = [];
        _rule.OnTension(Moment(atMs), new TensionPoint(atMs, tension, level), "model-1", 0.7f, reports);
        return reports;
    }

    private List<AlarmReport> Words(int atMs, AlarmCategory category, AlarmSeverity severity)
    {
        List<AlarmReport> reports = [];
        _rule.OnWords(Moment(atMs), new WordFinding(category, severity, Reason(atMs)), reports);
        return reports;
    }

    private void TalkOver(int measures)
    {
        for (int i = 0; i < measures; i++)
        {
            _context.OnLevels(-20, -25);
        }
    }
}
