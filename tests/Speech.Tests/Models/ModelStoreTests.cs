using Supervision.Speech.Models;
using Supervision.Speech.Vosk;

namespace Supervision.Speech.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("store-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void SpeechModels_FullAndDemonstration_TheFullOneComesFirst()
    {
        Make("installed", "vosk-fr-demo");
        Make("data/models", "vosk-model-small-fr-0.22");

        IReadOnlyList<InstalledModel> models = Store().SpeechModels("fr", "");

        Assert.Equal(["vosk-model-small-fr-0.22", "vosk-fr-demo"], models.Select(model => model.Name));
        Assert.Equal([false, true], models.Select(model => model.IsDemonstration));
        Assert.Equal("0.22", models[0].Version);
    }

    [Fact]
    public void SpeechModels_SameModelInSeveralPlaces_TheEarlierPlaceWins()
    {
        Make("configured", "vosk-fr-demo");
        Make("installed", "vosk-fr-demo");
        Make("environment", "vosk-fr-demo");
        Make("data/models", "vosk-fr-demo");

        Assert.Equal(At("configured/vosk-fr-demo"), Store("configured").SpeechModels("fr", "")[0].Directory);
        Assert.Equal(At("installed/vosk-fr-demo"), Store().SpeechModels("fr", "")[0].Directory);
        Directory.Delete(At("installed/vosk-fr-demo"), recursive: true);
        Assert.Equal(At("environment/vosk-fr-demo"), Store().SpeechModels("fr", "")[0].Directory);
        Directory.Delete(At("environment/vosk-fr-demo"), recursive: true);
        Assert.Equal(At("data/models/vosk-fr-demo"), Store().SpeechModels("fr", "")[0].Directory);
    }

    [Fact]
    public void SpeechModels_ConfiguredFolderIsAModel_IsTheOnlyOne()
    {
        Make("", "my-model");
        Make("installed", "vosk-fr-demo");

        InstalledModel model = Assert.Single(Store("my-model").SpeechModels("fr", ""));
        Assert.Equal("my-model", model.Name);
    }

    [Fact]
    public void SpeechModels_UnlistedModel_OnlyWhenNamed()
    {
        Make("installed", "vosk-model-small-ko-0.22");

        Assert.Empty(Store().SpeechModels("fr", ""));
        Assert.Single(Store().SpeechModels("fr", "vosk-model-small-ko-0.22"));
    }

    [Fact]
    public void SpeechModels_FolderWithoutItsNetwork_IsNone()
    {
        Directory.CreateDirectory(At("installed/vosk-fr-demo/conf"));

        Assert.Empty(Store().SpeechModels("fr", ""));
    }

    [Fact]
    public void Catalogue_BuiltIn_ListsTheFullFrenchModelAsDesigned()
    {
        ModelEntry model = Store().Catalogue.Downloadable("speech", "fr").First();

        Assert.Equal("vosk-model-small-fr-0.22", model.Name);
        Assert.Equal(42_233_323, model.Size);
        Assert.Equal("cabf6180e177eb9b3a9a9d43a437bd5e549f3a7d09525e5d69a3fed787be12ad", model.Sha256);
        Assert.Equal("https://alphacephei.com/vosk/models/vosk-model-small-fr-0.22.zip", model.Url);
        Assert.True(Store().Catalogue.Find("vosk-fr-demo")!.Demonstration);
    }

    [Fact]
    public void Catalogue_BrokenFile_SaysWhichFile()
    {
        Directory.CreateDirectory(At("configured"));
        File.WriteAllText(At("configured/models.json"), "{ \"models\": [ { \"name\": 1 } ] }");

        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Store("configured"));
        Assert.Contains(At("configured/models.json"), e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mfcc.conf", "--use-energy=false\n--sample-frequency=16000\n", 16_000)]
    [InlineData("fbank.conf", "--sample-frequency = 8000 # telephone\n", 8000)]
    [InlineData("fbank.conf", "--num-mel-bins=40\n", 16_000)]
    [InlineData("fbank.conf", "--sample-frequency=nonsense\n", 16_000)]
    public void SampleRate_OfAConfiguration_IsRead(string file, string text, int expected)
    {
        Directory.CreateDirectory(At("model/conf"));
        File.WriteAllText(At("model/conf/" + file), text);

        Assert.Equal(expected, VoskModelFolder.SampleRate(At("model")));
    }

    private string At(string path) => Path.Combine(_root, path);

    private void Make(string folder, string name)
    {
        Directory.CreateDirectory(Path.Combine(_root, folder, name, "am"));
        File.WriteAllBytes(Path.Combine(_root, folder, name, "am", "final.mdl"), []);
    }

    private ModelStore Store(string configured = "")
    {
        return new ModelStore(configured.Length > 0 ? At(configured) : "", [At("installed")], At("environment"), At("data"));
    }
}
