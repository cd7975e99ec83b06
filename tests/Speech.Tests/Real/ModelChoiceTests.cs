using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech.Models;
using Supervision.Speech.Tests.Models;

namespace Supervision.Speech.Tests.Real;

[Collection(RealEngineCollection.Name)]
public sealed class ModelChoiceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("choice-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Start_NoModelAtAll_FailsWithAReasonAndLanesEnd()
    {
        await using Engine engine = Make(download: false);
        engine.Host.Start();
        await engine.UntilAsync(() => engine.Host.State == SpeechState.Failed);
        (SpeechLane lane, Heard heard) = engine.Open();
        lane.Push(AudioCodec.Pcma, 0, new byte[8000]);
        await lane.CompleteAsync(CancellationToken.None);

        Assert.Equal(PartState.Failed, engine.Health("speech").State);
        Assert.Contains("no speech model", engine.Health("speech").Detail, StringComparison.Ordinal);
        Utterance gap = Assert.Single(heard.Finals);
        Assert.Equal((UtteranceKind.Gap, 0, 1000), (gap.Kind, gap.StartMs, gap.EndMs));
    }

    [Fact]
    public async Task Start_BetterModelIsBroken_SaysSoAndHearsWithTheNextBest()
    {
        Install("vosk-fr-demo");
        Directory.CreateDirectory(Path.Combine(_root, "models", "vosk-better", "am"));
        await File.WriteAllTextAsync(Path.Combine(_root, "models", "vosk-better", "am", "final.mdl"), "this is no network");
        WriteCatalogue("http://127.0.0.1:1/vosk-better.zip", new byte[1]);
        await using Engine engine = Make(download: false);
        engine.Host.Start();
        await engine.UntilAsync(() => engine.Host.State == SpeechState.Running);

        Assert.Equal("vosk-fr-demo", engine.Host.Model!.Name);
        PartHealth health = engine.Health("speech-model");
        Assert.Equal(PartState.Degraded, health.State);
        Assert.Equal(["vosk-better"], Assert.IsType<string[]>(health.Figures["unusable"]));
        await AssertHearsAsync(engine, "vosk-fr-demo");
    }

    [Fact]
    public async Task Start_OnlyABrokenModel_FailsWithTheModelsName()
    {
        Directory.CreateDirectory(Path.Combine(_root, "models", "vosk-fr-demo", "am"));
        await File.WriteAllTextAsync(Path.Combine(_root, "models", "vosk-fr-demo", "am", "final.mdl"), "this is no network");
        await using Engine engine = Make(download: false);
        engine.Host.Start();
        await engine.UntilAsync(() => engine.Host.State == SpeechState.Failed);

        Assert.Contains("vosk-fr-demo does not load", engine.Health("speech").Detail, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Host.TranscribeAsync(
            CallId.New(TimeProvider.System), Lane.Caller, AsyncEnumerable.Empty<RecordedAudio>(), CancellationToken.None));
    }

    [Fact]
    public async Task Start_BetterModelIsFetched_NextCallsTakeItAndOpenOnesStay()
    {
        byte[] archive = Archive("vosk-better");
        await using var server = ArchiveServer.Start(archive);
        Install("vosk-fr-demo");
        WriteCatalogue(server.Url.ToString(), archive);
        await using Engine engine = Make(download: true);
        engine.Host.Start();
        await engine.UntilAsync(() => engine.Host.State == SpeechState.Running);

        // The download may be faster than the first worker: only a call of the first model shows that it stays.
        (SpeechLane early, Heard heardEarly) = engine.Open();
        string firstModel = early.Link!.ModelName;
        await engine.UntilAsync(() => engine.Host.Model!.Name == "vosk-better" && engine.Ready().Any(worker => worker.Model.Name == "vosk-better"));
        await AssertHearsAsync(engine, "vosk-better");
        await Playback.PlayAsync([early], Playback.Caller[..(6 * 8000)], 0);
        await early.CompleteAsync(CancellationToken.None);

        Assert.All(heardEarly.Finals, final => Assert.Equal(firstModel, final.Model));
        Assert.Contains("rendez-vous", heardEarly.Text, StringComparison.Ordinal);
        Assert.Equal(PartState.Ok, engine.Health("speech-model").State);
        await engine.UntilAsync(() => engine.Host.Workers().All(worker => worker.Model.Name == "vosk-better"));
        Assert.Equal(0, engine.Host.Restarts);
    }

    [Fact]
    public async Task Start_WithoutALibrary_FailsAndNamesIt()
    {
        // The program without its runtimes folder.
        string program = Path.Combine(_root, "program");
        Directory.CreateDirectory(program);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        }

        await using var engine = new Engine(Engine.OneWorker, program: Path.Combine(program, "Supervision.Speech.Tests.dll"));
        engine.Host.Start();
        await engine.UntilAsync(() => engine.Host.State == SpeechState.Failed);

        Assert.Contains("libvosk", engine.Health("speech").Detail, StringComparison.Ordinal);
    }

    private static async Task AssertHearsAsync(Engine engine, string model)
    {
        (SpeechLane lane, Heard heard) = engine.Open();
        await Playback.PlayAsync([lane], Playback.Caller[..(6 * 8000)], 0);
        await lane.CompleteAsync(CancellationToken.None);
        Assert.Contains("rendez-vous", heard.Text, StringComparison.Ordinal);
        Assert.All(heard.Finals, final => Assert.Equal(model, final.Model));
    }

    private Engine Make(bool download)
    {
        Directory.CreateDirectory(Path.Combine(_root, "models"));
        var settings = new SpeechSettings { Workers = 1, Threads = 1, AllowDownload = download };
        return new Engine(settings, new ModelStore("", [Path.Combine(_root, "models")], "", Path.Combine(_root, "data")));
    }

    private void Install(string name)
    {
        Directory.CreateDirectory(Path.Combine(_root, "models"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "models", name), TestModel.Directory);
    }

    private static byte[] Archive(string name)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string file in Directory.EnumerateFiles(TestModel.Directory, "*", SearchOption.AllDirectories))
            {
                zip.CreateEntryFromFile(file, $"{name}/{Path.GetRelativePath(TestModel.Directory, file)}", CompressionLevel.Fastest);
            }
        }

        return memory.ToArray();
    }

    private void WriteCatalogue(string url, byte[] archive)
    {
        ModelEntry better = TestArchive.Entry(archive) with
        {
            Name = "vosk-better",
            Url = url,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
        };
        ModelEntry demonstration = better with { Name = "vosk-fr-demo", Url = null, Size = null, Sha256 = null, Rank = 100, Demonstration = true };
        File.WriteAllText(
            Path.Combine(_root, "models", ModelCatalogue.FileName),
            JsonSerializer.Serialize(new { models = new[] { better, demonstration } }, JsonSerializerOptions.Web));
    }
}
