using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Speech.Aggression;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Tests.Aggression;

public sealed class AggressionModelsTests : IDisposable
{
    private readonly ModelFolder _first = new(OnnxGraph.Peak(), "1");
    private readonly ModelFolder _second = new(OnnxGraph.Peak(), "2");

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void Look_SeveralFolders_TakesTheFirstThatHoldsOne()
    {
        var models = new AggressionModels(new AggressionSettings(), ["/nowhere", _first.Models, _second.Models]);

        Assert.Equal("1", models.Look()?.Card.Version);
    }

    [Fact]
    public void Look_ConfiguredFolder_ComesBeforeAllOthers()
    {
        var models = new AggressionModels(new AggressionSettings { Model = _second.Directory }, [_first.Models]);

        Assert.Equal("2", models.Look()?.Card.Version);
    }

    [Fact]
    public void Look_FirstOneIsBroken_SaysSoAndTakesNoOther()
    {
        File.WriteAllText(_first.Network, "no network");
        var models = new AggressionModels(new AggressionSettings(), [_first.Models, _second.Models]);

        Assert.Null(models.Look());
        Assert.Contains(_first.Network, models.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_NoneAnywhere_NamesTheFolders()
    {
        var models = new AggressionModels(new AggressionSettings(), ["/nowhere"]);

        Assert.Null(models.Look());
        Assert.Contains("'/nowhere/aggression'", models.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_SwitchedOff_GivesNoneAndNoFault()
    {
        var models = new AggressionModels(new AggressionSettings { Enabled = false }, [_first.Models]);

        Assert.Null(models.Look());
        Assert.Equal("", models.Fault);
    }

    [Fact]
    public async Task OnEnded_WorkersThatDieLoadingIt_IsGivenUpAfterThreeInARow()
    {
        await using SpeechHost host = Host();
        var models = new AggressionModels(new AggressionSettings(), [_first.Models]);
        for (int death = 1; death <= 3; death++)
        {
            Assert.NotNull(models.Look());
            models.OnEnded(Worker(host, models, AggressionState.Loading));
        }

        Assert.Null(models.Look());
        Assert.Contains("ended 3 workers", models.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnEnded_WorkersThatHadScored_AreNoReasonToGiveItUpAndTheirWorkCounts()
    {
        await using SpeechHost host = Host();
        var models = new AggressionModels(new AggressionSettings(), [_first.Models]);
        for (int death = 1; death <= 5; death++)
        {
            Assert.NotNull(models.Look());
            models.OnEnded(Worker(host, models, death % 2 == 0 ? AggressionState.Scoring : AggressionState.Loading));
        }

        Assert.NotNull(models.Look());
        Assert.Equal(5, models.OfEnded.Windows);
    }

    private static SpeechHost Host() => new(
        new SpeechSettings(), new SpeechHostOptions { DataDirectory = Path.GetTempPath() }, TimeProvider.System, NullLogger<SpeechHost>.Instance);

    private static WorkerInstance Worker(SpeechHost host, AggressionModels models, AggressionState state)
    {
        var worker = new WorkerInstance(host, new InstalledModel("m", "", "", 1, false), 1) { AggressionModel = models.Model };
        worker.OnReady(8000, 1, hasVad: true, "");
        worker.OnAggression(new AggressionStats { State = state, Windows = 1 }, "");
        return worker;
    }

    [Fact]
    public void Errors_FolderThatIsNotThere_IsRefusedAtStart()
    {
        Assert.Contains("Aggression:Model", Assert.Single(new AggressionSettings { Model = "/nowhere" }.Errors()), StringComparison.Ordinal);
        Assert.Empty(new AggressionSettings { Model = _first.Directory }.Errors());
        Assert.Empty(new AggressionSettings().Errors());
    }
}
