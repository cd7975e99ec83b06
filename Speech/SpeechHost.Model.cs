using Supervision.Speech.Hosting;
using Supervision.Speech.Models;
using Supervision.Speech.Wire;

namespace Supervision.Speech;

/// <summary>Which model is heard with, and what is learnt from workers that die of it.</summary>
public sealed partial class SpeechHost
{
    /// <summary>When nothing works, how often everything is tried anew.</summary>
    private static readonly TimeSpan RetryFailed = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _unusable = [];
    private InstalledModel? _model;
    private SpeechSizing _sizing = new(1, 1, 512);
    private int _generation;
    private long _failedAt;
    private volatile bool _mustChoose = true;
    private volatile SpeechState _state = SpeechState.Starting;

    /// <summary>Why the engine failed; empty otherwise.</summary>
    internal string Reason { get; private set; } = "";

    /// <summary>The model for the next calls; null when there is none.</summary>
    internal InstalledModel? Model => _model;

    /// <summary>Models that were tried and refused.</summary>
    internal IReadOnlyCollection<string> UnusableModels
    {
        get
        {
            lock (_gate)
            {
                return [.. _unusable];
            }
        }
    }

    internal SpeechSizing Sizing => _sizing;

    /// <summary>Takes the best model that has not been refused; a change begins a new generation of workers.</summary>
    private void ChooseModel()
    {
        _mustChoose = false;
        if (_state == SpeechState.Failed)
        {
            lock (_gate)
            {
                _unusable.Clear();
            }

            _backoff.Reset();
            _state = SpeechState.Starting;
        }

        IReadOnlyCollection<string> unusable = UnusableModels;
        IReadOnlyList<InstalledModel> found = _store.SpeechModels(_settings.Language, _settings.Model);
        InstalledModel? best = found.FirstOrDefault(model => !unusable.Contains(model.Directory));
        if (best is null)
        {
            Fail(found.Count == 0
                ? $"no speech model in {string.Join(", ", _store.Folders.Select(folder => $"'{folder}'"))}"
                : Reason.Length > 0 ? Reason : "no speech model can be used");
            return;
        }

        if (best == _model)
        {
            return;
        }

        _logger.ModelChosen(best.Name, best.Directory);
        _model = best;
        _generation++;
        _backoff.Reset();
        _sizing = SpeechSizing.For(
            _settings, SizeOf(best.Directory), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.ProcessorCount);
    }

    /// <summary>Learns from a death: a model that is refused or kills its worker at once is given up for the next best.</summary>
    private void Judge(WorkerInstance worker, string reason)
    {
        _backoff.Died(worker.WasReady ? Time.GetElapsedTime(worker.ReadyAt) : TimeSpan.Zero);
        if (worker.Generation != _generation)
        {
            return;
        }

        if (worker.FaultKind == WorkerFault.Engine)
        {
            Fail(reason);
        }
        else if (worker.FaultKind == WorkerFault.Model || (!worker.WasReady && _backoff.EarlyDeaths >= RestartBackoff.FailedAfter))
        {
            lock (_gate)
            {
                _unusable.Add(worker.Model.Directory);
            }

            _logger.ModelUnusable(worker.Model.Name, reason);
            Reason = $"the model {worker.Model.Name} does not load: {reason}";
            _model = null;
            _mustChoose = true;
        }
    }

    private void Fail(string reason)
    {
        _failedAt = Time.GetTimestamp();
        if (_state != SpeechState.Failed || Reason != reason)
        {
            _logger.EngineFailed(reason);
        }

        Reason = reason;
        _model = null;

        // Workers of an earlier model go on if there are any.
        _state = Workers().Any(worker => worker.Phase == WorkerPhase.Ready) ? SpeechState.Running : SpeechState.Failed;
    }

    private static long SizeOf(string directory)
    {
        return new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
    }
}
