using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Shared;
using Supervision.Speech.Aggression;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Real;

/// <summary>A real engine with real workers: this test assembly, started as the worker program.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("speech-test-").FullName;

    internal Engine(
        SpeechSettings? settings = null, ModelStore? store = null, string? vadPath = null, string? program = null,
        AggressionSettings? aggression = null, TimeSpan? callPatience = null)
    {
        // Nothing is skipped and no last word given up, however the machine stalls.
        settings ??= new SpeechSettings { Workers = 2, Threads = 1, AllowDownload = false, ModelDirectory = TestModel.Directory, MaxLagMs = 60_000 };
        Host = new SpeechHost(
            settings,
            new SpeechHostOptions
            {
                DataDirectory = _data,
                WorkerCommand = new WorkerCommand("dotnet", [program ?? typeof(Engine).Assembly.Location]),
                Store = store,
                VadPath = vadPath,
                Aggression = aggression ?? new AggressionSettings(),
                CallPatience = callPatience ?? TimeSpan.FromMinutes(2),
            },
            TimeProvider.System,
            NullLogger<SpeechHost>.Instance);
    }

    /// <summary>The only worker, with one thread: what happens to it happens to every lane.</summary>
    internal static SpeechSettings OneWorker => new() { Workers = 1, Threads = 1, AllowDownload = false, ModelDirectory = TestModel.Directory };

    internal SpeechHost Host { get; }

    internal string DataDirectory => _data;

    internal static async Task<Engine> StartedAsync(
        SpeechSettings? settings = null, string? vadPath = null, TimeSpan? callPatience = null)
    {
        var engine = new Engine(settings, vadPath: vadPath, callPatience: callPatience);
        engine.Host.Start();
        await engine.UntilAsync(() => engine.Ready().Length == engine.Host.Sizing.Workers && engine.Host.State == SpeechState.Running);
        return engine;
    }

    internal WorkerInstance[] Ready() => [.. Host.Workers().Where(worker => worker.Phase == WorkerPhase.Ready)];

    internal PartHealth Health(string part) => Host.HealthParts.Select(health => health.Report()).Single(report => report.Part == part);

    internal (SpeechLane Lane, Heard Heard) Open(Lane lane = Lane.Caller)
    {
        var heard = new Heard();
        return (Host.OpenLane(CallId.New(TimeProvider.System), lane, heard), heard);
    }

    /// <summary>Waits for other processes' doing: nothing signals it, so that it is looked at every 20 ms.</summary>
    internal Task UntilAsync(Func<bool> condition) => UntilAsync(condition, TimeSpan.FromSeconds(120));

    internal async Task UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
            {
                string health = string.Join("; ", Host.HealthParts.Select(part => part.Report().Detail));
                throw new TimeoutException($"It did not happen within {limit}. {health}");
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}

/// <summary>Tests with real workers run one after the other: they measure times and share few processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealEngineCollection
{
    public const string Name = "real engine";
}
