using Supervision.Shared;
using Supervision.Speech.Hosting;

namespace Supervision.Speech;

/// <summary>Part <c>vad</c>: whether silence is told from speech by the network. Reads only; any thread.</summary>
internal sealed class VadHealth(SpeechHost host) : IHealthPart
{
    public PartHealth Report()
    {
        WorkerInstance[] ready = [.. host.Workers().Where(worker => worker.WasReady)];
        var figures = new Dictionary<string, object>
        {
            ["model"] = "silero-vad-v6",
            ["windows"] = ready.Sum(worker => worker.Stats.VadWindows),
            ["quietWindows"] = ready.Sum(worker => worker.Stats.QuietWindows),
            ["cpuMs"] = ready.Sum(worker => worker.Stats.VadMs),
        };
        string? fault = ready.Where(worker => !worker.HasVad).Select(worker => worker.VadFault).FirstOrDefault();
        return host.State switch
        {
            _ when fault is not null => new PartHealth("vad", PartState.Degraded, $"Loudness stands in for voice detection: {fault}", figures),
            SpeechState.Running => new PartHealth("vad", PartState.Ok, "Silero VAD v6 hears which lanes speak.", figures),
            SpeechState.Starting => new PartHealth("vad", PartState.Degraded, "It starts with the speech workers.", figures),
            _ => new PartHealth("vad", PartState.Degraded, "It rests with the speech engine.", figures),
        };
    }
}
