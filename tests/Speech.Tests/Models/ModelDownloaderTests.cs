using System.Net;
using System.Net.Sockets;
using Supervision.Speech.Models;

namespace Supervision.Speech.Tests.Models;

public sealed class ModelDownloaderTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("download-test-").FullName;
    private readonly byte[] _archive = TestArchive.Make();
    private readonly HttpClient _http = ModelDownloader.MakeClient();
    private ArchiveServer _server = null!;

    private string Part => Path.Combine(_folder, "vosk-test.zip.part");

    private string Installed => Path.Combine(_folder, TestArchive.Name);

    public Task InitializeAsync()
    {
        _server = ArchiveServer.Start(_archive);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task FetchAsync_AllWell_InstallsTellsProgressAndLeavesNothingElse()
    {
        var downloader = new ModelDownloader(_http);
        var progress = new List<DownloadProgress>();
        downloader.Progressed += progress.Add;

        string directory = await FetchAsync(downloader);

        Assert.Equal(Installed, directory);
        Assert.True(File.Exists(Path.Combine(directory, "am", "final.mdl")));
        Assert.Equal([Installed], Directory.GetFileSystemEntries(_folder));
        Assert.Equal(new DownloadProgress(TestArchive.Name, _archive.Length, _archive.Length), progress[^1]);
        Assert.True(progress.Count >= 3);
    }

    [Fact]
    public async Task FetchAsync_CutOffHalfWay_ResumesWhereItStopped()
    {
        _server.CutAfter = 150_000;
        var downloader = new ModelDownloader(_http);
        await Assert.ThrowsAsync<ModelDownloadException>(() => FetchAsync(downloader));
        Assert.Equal(150_000, new FileInfo(Part).Length);
        Assert.False(Directory.Exists(Installed));

        _server.CutAfter = null;
        await FetchAsync(downloader);

        Assert.Equal(["", "bytes=150000-"], _server.Ranges);
        Assert.True(Directory.Exists(Installed));
    }

    [Fact]
    public async Task FetchAsync_FileChangedMeanwhile_BeginsAnew()
    {
        _server.CutAfter = 150_000;
        var downloader = new ModelDownloader(_http);
        await Assert.ThrowsAsync<ModelDownloadException>(() => FetchAsync(downloader));

        // The part that is here belongs to another file now: If-Range fails and the whole comes (RFC 9110 §13.1.5).
        _server.CutAfter = null;
        _server.Tag = "\"two\"";
        await FetchAsync(downloader);

        Assert.True(Directory.Exists(Installed));
    }

    [Fact]
    public async Task FetchAsync_WrongHash_ThrowsThePartAwayAndInstallsNothing()
    {
        _server.File = [.. _archive[..^1], (byte)(_archive[^1] ^ 1)];

        ModelDownloadException e = await Assert.ThrowsAsync<ModelDownloadException>(() => FetchAsync(new ModelDownloader(_http)));

        Assert.Contains("SHA-256", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task FetchAsync_LongerThanListed_StopsAtTheListedLength()
    {
        _server.File = [.. _archive, .. new byte[10_000_000]];

        await Assert.ThrowsAsync<ModelDownloadException>(() => FetchAsync(new ModelDownloader(_http)));

        Assert.False(File.Exists(Part));
        Assert.False(Directory.Exists(Installed));
    }

    [Fact]
    public async Task FetchAsync_DiskFullWhileReceiving_KeepsThePartAndGoesOnWhenThereIsRoom()
    {
        var disk = new FullDisk(200_000);
        var downloader = new ModelDownloader(_http, disk.Open);

        ModelDownloadException e = await Assert.ThrowsAsync<ModelDownloadException>(() => FetchAsync(downloader));

        Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Part).Length, 1, 200_000);
        disk.MakeRoom();
        await FetchAsync(downloader);
        Assert.True(Directory.Exists(Installed));
        Assert.StartsWith("bytes=", _server.Ranges[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_DiskFullWhileUnpacking_LeavesNoHalfModel()
    {
        var disk = new FullDisk(_archive.Length + 1000);

        await Assert.ThrowsAsync<ModelDownloadException>(() => FetchAsync(new ModelDownloader(_http, disk.Open)));

        Assert.Equal([Part, Part + ".etag"], Directory.GetFileSystemEntries(_folder).Order());
    }

    [Fact]
    public async Task FetchAsync_NoServer_SaysSoSoon()
    {
        using var unused = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)unused.LocalEndPoint!).Port}/vosk-test.zip");

        ModelDownloadException e = await Assert.ThrowsAsync<ModelDownloadException>(
            () => new ModelDownloader(_http).FetchAsync(TestArchive.Entry(_archive), url, _folder, CancellationToken.None));

        Assert.Contains("cannot be reached", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_ServerThatNeverAnswers_EndsWhenAsked()
    {
        _server.IsDumb = true;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ModelDownloader(_http).FetchAsync(TestArchive.Entry(_archive), _server.Url, _folder, stop.Token));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("vosk-test/../../outside.txt")]
    [InlineData("/tmp/outside-of-models.txt")]
    public async Task FetchAsync_EntryThatPointsOutside_InstallsAndWritesNothing(string name)
    {
        byte[] archive = TestArchive.Make((name, [1]));
        _server.File = archive;

        await Assert.ThrowsAsync<ModelDownloadException>(() => new ModelDownloader(_http).FetchAsync(
            TestArchive.Entry(archive), _server.Url, _folder, CancellationToken.None));

        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(_folder)!, "outside.txt")));
        Assert.False(File.Exists("/tmp/outside-of-models.txt"));
        Assert.False(Directory.Exists(Installed));
    }

    private Task<string> FetchAsync(ModelDownloader downloader)
    {
        return downloader.FetchAsync(TestArchive.Entry(_archive), _server.Url, _folder, CancellationToken.None);
    }
}
