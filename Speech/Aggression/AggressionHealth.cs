using Supervision.Shared;
using Supervision.Speech.Hosting;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Aggression;

/// <summary>Part <c>aggression</c>: whether callers' voices are scored, with what, and what it costs. Reads only; any thread.</summary>
internal sealed class AggressionHealth(SpeechHost host) : IHealthPart
{
    /// <summary>How long a dropped window is told.</summary>
    private static readonly TimeSpan DropMemory = TimeSpan.FromMinutes(1);

    public PartHealth Report()
    {
        WorkerInstance[] workers = [.. host.Workers().Where(worker => worker.WasReady)];
        AggressionStats sum = workers.Aggregate(host.Aggression.OfEnded, (total, worker) => total.Plus(worker.Aggression));
        AggressionModelCard? card = host.Aggression.Model?.Card;
        double cpuMs = sum.CpuMicroseconds / 1000.0;
        var figures = new Dictionary<string, object>
        {
            ["enabled"] = host.Aggression.IsEnabled,
            ["name"] = AggressionModels.FolderName,
            ["version"] = card?.Version ?? "",
            ["licence"] = card?.Licence ?? "",
            ["sha256"] = card?.Sha256 ?? "",
            ["workersScoring"] = workers.Count(worker => worker.Aggression.State == AggressionState.Scoring),
            ["windows"] = sum.Windows,
            ["windowsDropped"] = sum.Dropped,
            ["runs"] = sum.Runs,
            ["cpuMs"] = Math.Round(cpuMs, 1),
            ["cpuMsPerWindow"] = sum.Windows > 0 ? Math.Round(cpuMs / sum.Windows, 2) : 0,
            ["waitMs"] = workers.Select(worker => worker.Aggression.WaitMs).DefaultIfEmpty(0).Max(),
        };
        (PartState state, string detail) = Judge(workers, card);
        return new PartHealth("aggression", state, detail, figures);
    }

    private (PartState State, string Detail) Judge(WorkerInstance[] workers, AggressionModelCard? card)
    {
        WorkerInstance[] given = [.. workers.Where(worker => worker.AggressionModel is not null)];
        string? fault = given.FirstOrDefault(worker => worker.Aggression.State == AggressionState.Failed)?.AggressionFault;
        bool isDropping = given.Any(worker => worker.WindowDroppedAt != 0 && host.Time.GetElapsedTime(worker.WindowDroppedAt) < DropMemory);
        return host.State switch
        {
            // Switched off is a choice that the law leaves to the town, and no fault.
            _ when !host.Aggression.IsEnabled => (PartState.Ok, "Voices are not scored: switched off (Aggression:Enabled)."),
            _ when host.Aggression.Fault.Length > 0 => (PartState.Degraded, $"Voices are not scored: {host.Aggression.Fault}."),
            SpeechState.Off or SpeechState.Failed => (PartState.Degraded, "Voices are not scored: it rests with the speech engine."),
            _ when fault is not null => (PartState.Degraded, $"Voices are not scored: {card?.FullName} does not work: {fault}."),
            _ when isDropping => (PartState.Degraded, "More voices than processor: some windows were not scored in the last minute."),
            _ when given.Any(worker => worker.Aggression.State == AggressionState.Scoring) =>
                (PartState.Ok, $"{card?.FullName} hears the callers' voices."),
            _ => (PartState.Degraded, "It starts with the speech workers."),
        };
    }
}
