using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;
using Supervision.Speech.Tests.Worker;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Hosting;

public sealed class WorkerInstanceTests
{
    [Fact]
    public async Task StartAsync_SocketPathTooLong_EndsInsteadOfStartingForEver()
    {
        await using var host = new SpeechHost(
            new SpeechSettings(), new SpeechHostOptions { DataDirectory = Path.GetTempPath() }, TimeProvider.System, NullLogger<SpeechHost>.Instance);
        using var worker = new WorkerInstance(host, new InstalledModel("model", "", "", 1, false), 1);

        // A socket's path has room for 107 characters.
        WorkerOptions options = WorkerBench.Options with { SocketPath = Path.Combine(Path.GetTempPath(), new string('x', 200)) };
        await worker.StartAsync(new WorkerCommand("true", []), options, CancellationToken.None);

        Assert.Equal(WorkerPhase.Ended, worker.Phase);
    }
}
