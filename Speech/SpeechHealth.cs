using Supervision.Shared;
using Supervision.Speech.Hosting;

namespace Supervision.Speech;

/// <summary>Part <c>speech</c>: workers, lanes, lag, what was skipped. Reads only; any thread.</summary>
internal sealed class SpeechHealth(SpeechHost host) : IHealthPart
{
    public PartHealth Report()
    {
        WorkerInstance[] workers = host.Workers();
        int ready = workers.Count(worker => worker.Phase is WorkerPhase.Ready);
        int lag = host.Lanes.Where(lane => !lane.IsBatch).Select(lane => lane.LagMs).DefaultIfEmpty(0).Max();
        var figures = new Dictionary<string, object>
        {
            ["state"] = host.State.ToString(),
            ["workers"] = ready,
            ["workersWanted"] = host.Sizing.Workers,
            ["threads"] = host.Sizing.Threads,
            ["lanes"] = host.Lanes.Count,
            ["maxLagMs"] = lag,
            ["skippedMs"] = host.SkippedMs,
            ["lostMs"] = host.LostMs,
            ["restarts"] = host.Restarts,
            ["recognisers"] = workers.Sum(worker => worker.Stats.Recognisers),
            ["recognisersLent"] = workers.Sum(worker => worker.Stats.RecognisersLent),
            ["residentMb"] = workers.Sum(worker => worker.Stats.ResidentBytes) >> 20,
            ["cpuMs"] = workers.Sum(worker => worker.Stats.CpuMs),
            ["decodedMs"] = workers.Sum(worker => worker.Stats.DecodedMs),
        };
        (PartState state, string detail) = Judge(ready, lag);
        return new PartHealth("speech", state, detail, figures);
    }

    private (PartState State, string Detail) Judge(int ready, int lagMs) => host.State switch
    {
        SpeechState.Off => (PartState.Degraded, "Transcription is switched off (Speech:Enabled)."),
        SpeechState.Failed => (PartState.Failed, $"No transcription: {host.Reason}."),
        SpeechState.Starting => (PartState.Degraded, "The speech workers are starting."),
        _ when ready == 0 => (PartState.Degraded, "All speech workers ended; new ones are starting."),
        _ when ready < host.Sizing.Workers => (PartState.Degraded, $"{ready} of {host.Sizing.Workers} speech workers are ready."),
        _ when lagMs > host.Settings.MaxLagMs / 2 => (PartState.Degraded, $"More speech than processor: words trail by {lagMs} ms."),
        _ => (PartState.Ok, $"{ready} speech workers follow {host.Lanes.Count} lanes."),
    };
}
