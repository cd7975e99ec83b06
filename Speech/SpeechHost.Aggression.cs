using Supervision.Speech.Aggression;
using Supervision.Speech.Hosting;

namespace Supervision.Speech;

/// <summary>With which acoustic model the callers' voices are scored.</summary>
public sealed partial class SpeechHost
{
    private string _toldAggressionFault = "";

    /// <summary>What the model says of itself; null when no voice is scored.</summary>
    public AggressionModelCard? AggressionModel => Aggression.Model?.Card;

    internal AggressionModels Aggression { get; }

    internal void OnAggressionFailed(WorkerInstance worker, string fault) => _logger.AggressionFailed(worker.ProcessId, fault);

    /// <summary>For a worker that starts; a fault is logged once.</summary>
    private InstalledAggressionModel? LookForAggressionModel()
    {
        InstalledAggressionModel? model = Aggression.Look();
        if (Aggression.Fault != _toldAggressionFault)
        {
            _toldAggressionFault = Aggression.Fault;
            if (_toldAggressionFault.Length > 0)
            {
                _logger.AggressionMissing(_toldAggressionFault);
            }
        }

        return model;
    }
}
