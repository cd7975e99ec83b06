using Supervision.Shared;
using Supervision.Shared.Audio;
using Supervision.Speech.Audio;
using Supervision.Speech.Models;
using Supervision.Speech.Tests.Models;

namespace Supervision.Speech.Tests.Real;

/// <summary>
/// The whole way with a real public model of 16 kHz; compiled only where the machine has it beside the repository (see the project file), so that
/// it is neither skipped nor empty anywhere.
/// </summary>
[Collection(RealEngineCollection.Name)]
public sealed class PublicModelTests : IDisposable
{
    private const string Name = "vosk-model-small-ko-0.22";

    private readonly string _root = Directory.CreateTempSubdirectory("public-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Fetch_CutHalfWayThenResumed_LoadsAndHearsTelephoneAudio()
    {
        byte[] archive = await File.ReadAllBytesAsync(Path.Combine(TestModel.Shared, "models", Name + ".zip"));
        await using var server = ArchiveServer.Start(archive);
        using HttpClient http = ModelDownloader.MakeClient();
        ModelEntry entry = TestArchive.Entry(archive) with
        {
            Name = Name,
            Language = "ko",
            Sha256 = "bd588f7dcbd485e644132308a3f643daabe643a7e57ab8d641122cf4ccbc8b94",
        };
        var downloader = new ModelDownloader(http);
        server.CutAfter = archive.Length / 2;
        await Assert.ThrowsAsync<ModelDownloadException>(() => downloader.FetchAsync(entry, server.Url, _root, CancellationToken.None));
        server.CutAfter = null;
        string directory = await downloader.FetchAsync(entry, server.Url, _root, CancellationToken.None);
        Assert.Equal($"bytes={archive.Length / 2}-", server.Ranges[^1]);

        await using Engine engine = await Engine.StartedAsync(new SpeechSettings
        {
            Workers = 1,
            Threads = 1,
            AllowDownload = false,
            ModelDirectory = directory,
            WarmRecognisers = 1,
        });
        Assert.Equal(16_000, engine.Ready()[0].SampleRate);
        (SpeechLane lane, Heard heard) = engine.Open();
        await Playback.PlayAsync([lane], Telephone(Path.Combine(TestModel.Shared, "data", "speech-ko", "test_ko.wav")), 0);
        await lane.CompleteAsync(CancellationToken.None);

        // He walked, avoiding…: what this model hears of it changes from run to run; the verb's stem and the subject do not.
        Assert.True(heard.Words.Count >= 5, $"{heard.Words.Count} words");
        Assert.Contains("피", heard.Text, StringComparison.Ordinal);
        Assert.Equal(Name, heard.Finals[0].Model);
    }

    [Fact]
    public async Task Fetch_WrongHash_InstallsNothing()
    {
        byte[] archive = await File.ReadAllBytesAsync(Path.Combine(TestModel.Shared, "models", Name + ".zip"));
        archive[^100] ^= 1;
        await using var server = ArchiveServer.Start(archive);
        using HttpClient http = ModelDownloader.MakeClient();
        ModelEntry entry = TestArchive.Entry(archive) with
        {
            Name = Name,
            Sha256 = "bd588f7dcbd485e644132308a3f643daabe643a7e57ab8d641122cf4ccbc8b94",
        };

        await Assert.ThrowsAsync<ModelDownloadException>(
            () => new ModelDownloader(http).FetchAsync(entry, server.Url, _root, CancellationToken.None));

        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task Fetch_DiskFullInTheMiddle_SaysSo()
    {
        byte[] archive = await File.ReadAllBytesAsync(Path.Combine(TestModel.Shared, "models", Name + ".zip"));
        await using var server = ArchiveServer.Start(archive);
        using HttpClient http = ModelDownloader.MakeClient();
        ModelEntry entry = TestArchive.Entry(archive) with { Name = Name };
        var disk = new FullDisk(archive.Length + 10_000_000);

        ModelDownloadException e = await Assert.ThrowsAsync<ModelDownloadException>(
            () => new ModelDownloader(http, disk.Open).FetchAsync(entry, server.Url, _root, CancellationToken.None));

        Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_root));
    }

    /// <summary>A 16 kHz WAV as the telephone would bring it: 8 kHz, A-law, with half a second of silence around it.</summary>
    private static byte[] Telephone(string wav)
    {
        byte[] file = File.ReadAllBytes(wav);
        int data = file.AsSpan().IndexOf("data"u8) + 8;
        short[] wide = new short[(file.Length - data) / 2];
        Buffer.BlockCopy(file, data, wide, 0, wide.Length * 2);
        var resampler = new PolyphaseResampler(16_000, 8000);
        short[] narrow = new short[resampler.MaxOutput(wide.Length)];
        int count = resampler.Process(wide, narrow);
        byte[] encoded = new byte[count + 12_000];
        encoded.AsSpan().Fill(G711.Silence(AudioCodec.Pcma));
        G711.Encode(AudioCodec.Pcma, narrow.AsSpan(0, count), encoded.AsSpan(4000));
        return encoded;
    }
}
