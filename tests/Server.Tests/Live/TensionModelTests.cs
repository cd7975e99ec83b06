using Supervision.Grains.Tension;
using Supervision.Server.Live;
using Supervision.Speech.Aggression;

namespace Supervision.Server.Tests.Live;

public sealed class TensionModelTests
{
    private static readonly AggressionModelCard Card = new()
    {
        Version = "1",
        RaiseThreshold = 0.81f,
        ClearThreshold = 0.55f,
        Smoothing = new AggressionSmoothing { Alpha = 0.3f, SilenceFactor = 0.9f, RaiseWindows = 3, ClearWindows = 6 },
    };

    [Fact]
    public void Parameters_NoModel_ThereAreNone()
    {
        var model = new TensionModel(() => null, new Grains.Tension.AggressionSettings());
        Assert.Null(model.Parameters);
        Assert.Empty(model.Errors);
    }

    [Fact]
    public void Parameters_ModelIsFoundLater_AreItsOwnWithTheAdministratorsOverrides()
    {
        AggressionModelCard? card = null;
        var model = new TensionModel(() => card, new Grains.Tension.AggressionSettings { RaiseWindows = 4 });
        Assert.Null(model.Parameters);
        card = Card;
        Assert.Equal(
            new TensionParameters { RaiseThreshold = 0.81f, ClearThreshold = 0.55f, Alpha = 0.3f, SilenceFactor = 0.9f, RaiseWindows = 4, ClearWindows = 6 },
            model.Parameters);
        Assert.Empty(model.Errors);
        card = Card with { RaiseThreshold = 0.9f };
        Assert.Equal(0.9f, model.Parameters!.RaiseThreshold);
    }

    [Fact]
    public void Parameters_CardWithoutNumbers_TheCurvesOwnAreTaken()
    {
        var model = new TensionModel(() => new AggressionModelCard { Version = "1" }, new Grains.Tension.AggressionSettings());
        Assert.Equal(new TensionParameters(), model.Parameters);
        Assert.Empty(model.Errors);
    }

    [Fact]
    public void Parameters_CardThatCannotBeUsed_IsToldAndTheCurvesOwnNumbersAreTaken()
    {
        var model = new TensionModel(() => Card with { ClearThreshold = 0.9f }, new Grains.Tension.AggressionSettings());
        Assert.Equal(new TensionParameters(), model.Parameters);
        Assert.Contains("model.json of aggression 1: ClearThreshold is 0.9", Assert.Single(model.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_OverrideThatDoesNotFitTheModel_IsToldAndTheModelsNumbersAreTaken()
    {
        var model = new TensionModel(() => Card, new Grains.Tension.AggressionSettings { RaiseThreshold = 0.5f });
        Assert.Equal(0.81f, model.Parameters!.RaiseThreshold);
        Assert.Contains("Section Aggression", Assert.Single(model.Errors), StringComparison.Ordinal);
    }
}
