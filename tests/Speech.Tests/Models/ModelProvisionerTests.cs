using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Speech.Models;
using Supervision.Testing;

namespace Supervision.Speech.Tests.Models;

public sealed class ModelProvisionerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("provision-test-").FullName;
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task RunAsync_NoInternet_TriesAgainLaterAndLaterAndSaysWhy()
    {
        var requests = new List<DateTimeOffset>();
        using var http = new HttpClient(new Unreachable(() => requests.Add(_time.GetUtcNow())));
        using ModelProvisioner provisioner = Make(new SpeechSettings(), http);
        using var stop = new CancellationTokenSource();
        DateTimeOffset start = _time.GetUtcNow();

        Task running = provisioner.RunAsync(() => Assert.Fail("Nothing can be installed."), stop.Token);
        foreach (int minutes in new[] { 1, 5, 30, 360 })
        {
            // The fetch ends on other threads: the armed timer tells that the next wait has begun.
            Assert.True(SpinWait.SpinUntil(() => _time.ArmedTimers == 1, TimeSpan.FromSeconds(90)));
            _time.Advance(TimeSpan.FromMinutes(minutes));
        }

        Assert.True(SpinWait.SpinUntil(() => _time.ArmedTimers == 1, TimeSpan.FromSeconds(90)));
        Assert.Equal([0, 1, 6, 36, 396], requests.Select(at => (at - start).TotalMinutes));
        Assert.Contains("cannot be reached", provisioner.LastFault, StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task RunAsync_DownloadsForbidden_AsksNobody()
    {
        using var http = new HttpClient(new Unreachable(() => Assert.Fail("It asked.")));
        using ModelProvisioner provisioner = Make(new SpeechSettings { AllowDownload = false }, http);

        await provisioner.RunAsync(() => Assert.Fail("Nothing can be installed."), CancellationToken.None);
    }

    [Fact]
    public async Task RunAsync_BestModelIsHere_AsksNobody()
    {
        string model = Path.Combine(_root, "models", "vosk-model-small-fr-0.22", "am");
        Directory.CreateDirectory(model);
        await File.WriteAllBytesAsync(Path.Combine(model, "final.mdl"), []);
        using var http = new HttpClient(new Unreachable(() => Assert.Fail("It asked.")));
        using ModelProvisioner provisioner = Make(new SpeechSettings(), http);

        await provisioner.RunAsync(() => Assert.Fail("Nothing is missing."), CancellationToken.None);
    }

    private ModelProvisioner Make(SpeechSettings settings, HttpClient http)
    {
        var store = new ModelStore("", [], "", _root);
        return new ModelProvisioner(settings, store, new ModelDownloader(http), _time, NullLogger.Instance);
    }

    /// <summary>A network without a way out.</summary>
    private sealed class Unreachable(Action asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked();
            throw new HttpRequestException("Network is unreachable", null, HttpStatusCode.ServiceUnavailable);
        }
    }
}
