using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Tests.Tension;

public sealed class TensionCurveTests
{
    /// <summary>Hops of a call and what training/aggression/smoothing.py makes of them, with the numbers below: score, value, raised.</summary>
    private static readonly (float? Score, float Value, bool IsRaised)[] Reference =
    [
        (0.13f, 0.0455f, false), (0.06f, 0.0506f, false), (0.26f, 0.1239f, false), (0.03f, 0.091f, false), (0.21f, 0.1327f, false),
        (0.15f, 0.1387f, false), (0.76f, 0.3562f, false), (0.88f, 0.5395f, false), (0.76f, 0.6167f, false), (0.86f, 0.7018f, false),
        (0.77f, 0.7257f, false), (0.77f, 0.7412f, false), (0.86f, 0.7828f, false), (0.96f, 0.8448f, true), (null, 0.8026f, true),
        (null, 0.7624f, true), (null, 0.7243f, true), (null, 0.6881f, true), (0.06f, 0.4683f, true), (0.11f, 0.3429f, true),
        (0.31f, 0.3314f, true), (0.47f, 0.3799f, false), (0.29f, 0.3484f, false), (0.2f, 0.2965f, false), (0.9f, 0.5077f, false),
        (0.9f, 0.645f, false), (0.9f, 0.7343f, false), (0.9f, 0.7923f, false), (0.9f, 0.83f, true), (0.9f, 0.8545f, true),
        (null, 0.8118f, true), (null, 0.7712f, true), (null, 0.7326f, true), (null, 0.696f, true), (null, 0.6612f, true),
        (null, 0.6281f, true), (null, 0.5967f, true), (null, 0.5669f, true), (null, 0.5385f, true), (null, 0.5116f, true),
        (null, 0.486f, true), (null, 0.4617f, true), (null, 0.4386f, true), (null, 0.4167f, false), (0.98f, 0.6139f, false),
        (0.05f, 0.4165f, false), (0.86f, 0.5717f, false), (0.29f, 0.4731f, false), (0.14f, 0.3565f, false), (0.12f, 0.2737f, false),
    ];

    private static readonly TensionParameters Parameters = new()
    {
        Alpha = 0.35f,
        SilenceFactor = 0.95f,
        RaiseThreshold = 0.75f,
        ClearThreshold = 0.5f,
        RaiseWindows = 2,
        ClearWindows = 4,
    };

    private readonly TensionCurve _curve = new(Parameters);

    [Fact]
    public void TryAdd_TheModelsOwnEvaluation_IsFollowedNumberForNumber()
    {
        int toMs = 1500;
        foreach ((float? score, float value, bool isRaised) in Reference)
        {
            toMs += TensionParameters.HopMs;
            if (score is { } probability)
            {
                TensionPoint point = Add(toMs, probability);
                Assert.InRange(point.Tension, value - 0.0002f, value + 0.0002f);
                Assert.Equal(isRaised, point.Level == TensionLevel.Aggressive);
            }
        }
    }

    [Fact]
    public void TryRest_TheSameCallAsTimePasses_EndsTheSame()
    {
        int toMs = 1500;
        foreach ((float? score, float value, bool isRaised) in Reference)
        {
            toMs += TensionParameters.HopMs;
            if (score is { } probability)
            {
                Add(toMs, probability);
            }
            else if (_curve.TryRest(toMs + TensionCurve.LateMs, out TensionPoint point))
            {
                Assert.Equal((toMs, MathF.Round(value, 2), isRaised), (point.AtMs, MathF.Round(point.Tension, 2), point.Level == TensionLevel.Aggressive));
            }
        }
    }

    [Fact]
    public void Level_Sustained_RisesAfterTheMinimumOnly()
    {
        // 0.35, 0.58, 0.73, 0.82 (at the threshold), 0.88 (for the second time).
        Assert.Equal(
            [TensionLevel.Calm, TensionLevel.Tense, TensionLevel.Tense, TensionLevel.Tense, TensionLevel.Aggressive],
            Shout(2000, 5).Select(point => point.Level));
    }

    [Fact]
    public void Level_OneHopBelow_StartsTheMinimumAgain()
    {
        Shout(2000, 4);
        Assert.Equal(TensionLevel.Tense, Add(4000, 0.4f).Level);
        Assert.Equal(TensionLevel.Tense, Add(4500, 1f).Level);
        Assert.Equal(TensionLevel.Aggressive, Add(5000, 1f).Level);
    }

    [Fact]
    public void Level_BetweenTheThresholds_StaysAggressive()
    {
        Shout(2000, 6);
        TensionPoint between = default;
        for (int at = 5000; at < 20_000; at += 500)
        {
            between = Add(at, 0.6f);
        }

        Assert.Equal((0.6f, TensionLevel.Aggressive), (MathF.Round(between.Tension, 2), between.Level));
    }

    [Fact]
    public void Level_AroundTheClearThreshold_DoesNotAlternateBetweenTenseAndCalm()
    {
        Shout(2000, 2);
        TensionLevel[] levels = [.. Enumerable.Range(0, 30).Select(i => Add(3000 + (i * 500), i % 2 == 0 ? 0.42f : 0.55f).Level)];
        Assert.All(levels, level => Assert.Equal(TensionLevel.Tense, level));
        Assert.Equal(TensionLevel.Calm, Add(18_000, 0f).Level);
    }

    [Fact]
    public void SilenceHalfLifeMs_IsWhatSilenceDoes()
    {
        Shout(2000, 20);
        float top = _curve.Recent[^1].Tension;
        Assert.InRange(Parameters.SilenceHalfLifeMs, 6700, 6800);
        _curve.TryRest(11_500 + TensionCurve.LateMs + 7000, out TensionPoint half);
        Assert.InRange(half.Tension / top, 0.45f, 0.52f);
    }

    [Fact]
    public void TryRest_BeforeAnyScoreAndWhileSheSpeaks_SaysNothing()
    {
        Assert.False(_curve.TryRest(60_000, out _));
        Add(61_000, 0.5f);
        Assert.False(_curve.TryRest(62_400, out _));
    }

    [Fact]
    public void Shown_Points_AreTwoASecondAtMostAndNoFurtherApartThanOneStretchAllows()
    {
        int shown = 0;
        for (int at = 2000; at < 12_000; at += 100)
        {
            Assert.True(_curve.TryAdd(Score(at, 0.9f), out _, out bool isShown));
            shown += isShown ? 1 : 0;
        }

        Assert.Equal(20, shown);
        for (int at = 12_000; at < 30_000; at += 200)
        {
            _curve.TryRest(at, out _);
        }

        Assert.All(
            _curve.Recent.Zip(_curve.Recent.Skip(1)), pair => Assert.InRange(pair.Second.AtMs - pair.First.AtMs, 1, TensionPoint.MaxStepMs));
    }

    [Fact]
    public void TryAdd_ScoreThatComesLate_IsTakenAndTimeNeverGoesBack()
    {
        Shout(2000, 4);
        Assert.True(_curve.TryRest(9000, out TensionPoint rest));
        TensionPoint late = Add(4000, 1f);

        Assert.True(late.Tension > rest.Tension);
        Add(9000, 1f);
        int[] times = [.. _curve.Recent.Select(point => point.AtMs)];
        Assert.Equal(times.Order().Distinct(), times);
    }

    [Fact]
    public void TryAdd_ScoreOutOfOrder_IsRefused()
    {
        Add(3000, 0.5f);
        Assert.False(_curve.TryAdd(Score(3000, 0.9f), out _, out _));
        Assert.False(_curve.TryAdd(Score(2500, 0.9f), out _, out _));
    }

    [Fact]
    public void Break_WindowThatReachesIntoIt_IsRefusedAndTheCurveBeginsAnew()
    {
        Shout(2000, 6);
        _curve.Break(5000);

        Assert.False(_curve.TryAdd(Score(6500, 1f), out _, out _));
        Assert.False(_curve.TryRest(9000, out _));
        Assert.True(_curve.TryAdd(Score(7000, 0.2f), out TensionPoint after, out bool isShown));
        Assert.Equal((0.07f, TensionLevel.Calm, true), (MathF.Round(after.Tension, 3), after.Level, isShown));
    }

    [Fact]
    public void Recent_LongCall_IsBounded()
    {
        Shout(2000, 1000);
        Assert.Equal(TensionCurve.RecentPoints, _curve.Recent.Count);
        _curve.Erase();
        Assert.Empty(_curve.Recent);
    }

    [Theory]
    [InlineData(Lane.Agent)]
    [InlineData(Lane.Mixed)]
    public void CallerScore_AnotherLane_CannotBeMade(Lane lane) =>
        Assert.False(CallerScore.TryOf(lane, new AggressionScore(0, 2000, 0.9f, "m"), out _));

    [Theory]
    [InlineData(float.NaN, 0, 2000)]
    [InlineData(float.PositiveInfinity, 0, 2000)]
    [InlineData(0.5f, -1, 2000)]
    [InlineData(0.5f, 2000, 2000)]
    public void CallerScore_NoScore_IsRefused(float probability, int fromMs, int toMs) =>
        Assert.False(CallerScore.TryOf(Lane.Caller, new AggressionScore(fromMs, toMs, probability, "m"), out _));

    [Theory]
    [InlineData(1.7f, 1f)]
    [InlineData(-0.2f, 0f)]
    public void CallerScore_OutsideItsRange_IsBroughtIn(float probability, float expected)
    {
        Assert.True(CallerScore.TryOf(Lane.Caller, new AggressionScore(0, 2000, probability, "m"), out CallerScore score));
        Assert.Equal(expected, score.Probability);
    }

    private static CallerScore Score(int toMs, float probability)
    {
        Assert.True(CallerScore.TryOf(Lane.Caller, new AggressionScore(toMs - 2000, toMs, probability, "m"), out CallerScore score));
        return score;
    }

    private TensionPoint Add(int toMs, float probability)
    {
        Assert.True(_curve.TryAdd(Score(toMs, probability), out TensionPoint point, out _));
        return point;
    }

    private List<TensionPoint> Shout(int fromMs, int windows) =>
        [.. Enumerable.Range(0, windows).Select(i => Add(fromMs + (i * 500), 1f))];
}
