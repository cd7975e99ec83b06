using Supervision.Grains.Tension;
using Supervision.Server.Live;

namespace Supervision.Server.Tests.Live;

public sealed class AggressionModelFileTests : IDisposable
{
    private readonly string _models = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [Fact]
    public void Parameters_NoModel_ThereAreNone()
    {
        var file = new AggressionModelFile([_models, "/nowhere"], new AggressionSettings());
        Assert.Null(file.Parameters);
        Assert.Empty(file.Errors);
    }

    [Fact]
    public void Parameters_OfTheModel_WithTheAdministratorsOverrides()
    {
        Write("""
            { "name": "aggression", "version": "1", "raiseThreshold": 0.81, "clearThreshold": 0.55,
              "smoothing": { "halfLifeMs": 900, "silenceHalfLifeMs": 5000, "minimumMs": 1500, "hop": 0.5 } }
            """);
        var file = new AggressionModelFile(["/nowhere", _models], new AggressionSettings { MinimumMs = 2000 });
        Assert.Equal(
            new TensionParameters { RaiseThreshold = 0.81f, ClearThreshold = 0.55f, HalfLifeMs = 900, SilenceHalfLifeMs = 5000, MinimumMs = 2000 },
            file.Parameters);
        Assert.Empty(file.Errors);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("null")]
    [InlineData("{ \"raiseThreshold\": \"much\" }")]
    [InlineData("{ \"raiseThreshold\": 0.4, \"clearThreshold\": 0.6 }")]
    [InlineData(null)]
    public void Parameters_FileThatCannotBeUsed_IsToldAndTheCurvesOwnNumbersAreTaken(string? json)
    {
        Write(json);
        var file = new AggressionModelFile([_models], new AggressionSettings());
        Assert.Equal(new TensionParameters(), file.Parameters);
        Assert.NotEmpty(file.Errors);
    }

    [Fact]
    public void Parameters_OverrideThatDoesNotFitTheModel_IsToldAndTheModelsNumbersAreTaken()
    {
        Write("""{ "raiseThreshold": 0.8, "clearThreshold": 0.6 }""");
        var file = new AggressionModelFile([_models], new AggressionSettings { RaiseThreshold = 0.5f });
        Assert.Equal(0.8f, file.Parameters!.RaiseThreshold);
        Assert.NotEmpty(file.Errors);
    }

    private void Write(string? json)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_models, AggressionModelFile.Folder)).FullName;
        File.WriteAllBytes(Path.Combine(folder, AggressionModelFile.ModelName), []);
        if (json is not null)
        {
            File.WriteAllText(Path.Combine(folder, AggressionModelFile.FileName), json);
        }
    }
}
