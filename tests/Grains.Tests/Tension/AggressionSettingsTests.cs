using Supervision.Grains.Tension;

namespace Supervision.Grains.Tests.Tension;

public sealed class AggressionSettingsTests
{
    [Fact]
    public void Errors_Defaults_AreUsable()
    {
        Assert.Empty(new AggressionSettings().Errors());
        Assert.Empty(new TensionParameters().Errors());
    }

    [Fact]
    public void Errors_EverythingWrong_NamesEach()
    {
        string[] errors =
        [
            .. new AggressionSettings
            {
                RaiseThreshold = 0.4f,
                ClearThreshold = 0.6f,
                Alpha = 0,
                SilenceFactor = 1,
                RaiseWindows = 0,
                ClearWindows = 121,
                WordsWithinSeconds = 0,
                CoolDownSeconds = -1,
                RepeatedCalls = 1,
                RepeatedWithinMinutes = 0,
                LongCallMinutes = 601,
                TalkOverPercent = 101,
            }.Errors(),
        ];

        Assert.Equal(
            [
                "Alpha", "SilenceFactor", "ClearThreshold", "RaiseWindows", "ClearWindows", "WordsWithinSeconds", "CoolDownSeconds",
                "RepeatedCalls", "RepeatedWithinMinutes", "LongCallMinutes", "TalkOverPercent",
            ],
            errors.Select(error => error.Split(' ')[0]["Aggression:".Length..]));
    }

    [Fact]
    public void Errors_OneThresholdAlone_IsJudgedWithTheModelsOtherLater()
    {
        Assert.Empty(new AggressionSettings { RaiseThreshold = 0.3f }.Errors());
        Assert.Empty(new AggressionSettings { ClearThreshold = 0.8f }.Errors());
        Assert.Single(new AggressionSettings { ClearThreshold = 1.2f }.Errors());
    }

    [Fact]
    public void With_OneOverride_LeavesTheOthersToTheModel()
    {
        TensionParameters model = new() { RaiseThreshold = 0.81f, Alpha = 0.2f };
        TensionParameters own = model.With(new AggressionSettings { RaiseThreshold = 0.9f });
        Assert.Equal(model with { RaiseThreshold = 0.9f }, own);
    }
}
