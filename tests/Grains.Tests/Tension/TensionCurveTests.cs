using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Tests.Tension;

public sealed class TensionCurveTests
{
    private static readonly TensionParameters Parameters = new()
    {
        RaiseThreshold = 0.7f,
        ClearThreshold = 0.5f,
        HalfLifeMs = 500,
        SilenceHalfLifeMs = 4000,
        MinimumMs = 1000,
    };

    private readonly TensionCurve _curve = new(Parameters);

    [Fact]
    public void TryAdd_OneHalfLife_GoesHalfTheWay()
    {
        Assert.Equal(0.4f, Add(2000, 0.8f).Tension, 3);
        Assert.Equal(0.6f, Add(2500, 0.8f).Tension, 3);
        Assert.Equal(0.7f, Add(3000, 0.8f).Tension, 3);
    }

    [Fact]
    public void TryAdd_LongPauseBetweenScores_CountsAsOneStepOfSpeechAtMost()
    {
        Add(2000, 0f);

        // Two half-lives at most, however long she was silent.
        Assert.Equal(0.75f, Add(60_000, 1f).Tension, 3);
    }

    [Fact]
    public void Level_Sustained_RisesAfterTheMinimumOnly()
    {
        TensionLevel[] levels = [.. Shout(2000, 6).Select(point => point.Level)];

        // 0.5, 0.75 (above from 2500 on), 0.875, 0.94: 1 s later.
        Assert.Equal(
            [TensionLevel.Tense, TensionLevel.Tense, TensionLevel.Tense, TensionLevel.Aggressive, TensionLevel.Aggressive, TensionLevel.Aggressive],
            levels);
    }

    [Fact]
    public void Level_DipBelowTheThreshold_StartsTheMinimumAgain()
    {
        Shout(2000, 2);
        Assert.Equal(TensionLevel.Tense, Add(3000, 0.5f).Level);
        Assert.Equal(TensionLevel.Tense, Add(3500, 1f).Level);
        Assert.Equal(TensionLevel.Tense, Add(4000, 1f).Level);
        Assert.Equal(TensionLevel.Aggressive, Add(4500, 1f).Level);
    }

    [Fact]
    public void Level_BetweenTheThresholds_StaysAggressive()
    {
        Shout(2000, 4);
        TensionPoint between = default;
        for (int at = 4000; at < 12_000; at += 500)
        {
            between = Add(at, 0.6f);
        }

        Assert.Equal((0.6f, TensionLevel.Aggressive), (MathF.Round(between.Tension, 2), between.Level));
        Assert.Equal(TensionLevel.Aggressive, Add(12_000, 0.4f).Level);
        Assert.Equal(TensionLevel.Tense, Add(12_500, 0.4f).Level);
        Assert.Equal(TensionLevel.Calm, Add(13_500, 0f).Level);
    }

    [Fact]
    public void Level_AroundTheCalmThreshold_DoesNotFlicker()
    {
        Add(2000, 1f);
        TensionLevel[] levels = [.. Enumerable.Range(0, 20).Select(i => Add(2500 + (i * 500), i % 2 == 0 ? 0.44f : 0.52f).Level).Skip(4)];

        Assert.All(levels, level => Assert.Equal(TensionLevel.Tense, level));
    }

    [Fact]
    public void TryRest_Silence_HalvesInTheStatedTime()
    {
        Shout(2000, 10);
        float top = _curve.Recent[^1].Tension;

        Assert.False(_curve.TryRest(6500 + 1000, out _));
        Assert.True(_curve.TryRest(6500 + 1000 + 4000, out TensionPoint half));
        Assert.Equal(top / 2, half.Tension, 3);
        Assert.Equal(TensionLevel.Tense, half.Level);
        Assert.True(_curve.TryRest(6500 + 1000 + 12_000, out TensionPoint calm));
        Assert.Equal((top / 8, TensionLevel.Calm), (calm.Tension, calm.Level));
    }

    [Fact]
    public void TryRest_Silence_NeverRaises()
    {
        // Above the threshold, and then nothing: the minimum is not filled by silence.
        Shout(2000, 3);
        for (int at = 4500; at < 12_000; at += 200)
        {
            _curve.TryRest(at, out _);
        }

        Assert.DoesNotContain(_curve.Recent, point => point.Level == TensionLevel.Aggressive);
    }

    [Fact]
    public void TryRest_BeforeAnyScore_SaysNothing() => Assert.False(_curve.TryRest(60_000, out _));

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
        Assert.True(_curve.TryRest(6000, out TensionPoint rest));
        TensionPoint late = Add(4000, 1f);

        Assert.True(late.Tension > rest.Tension);
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
        Assert.Equal((0.1f, TensionLevel.Calm, true), (MathF.Round(after.Tension, 3), after.Level, isShown));
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
