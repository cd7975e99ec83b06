using Supervision.Speech.Aggression;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;
using Supervision.Speech.Vad;
using Supervision.Speech.Wire;
using Supervision.Speech.Worker;

namespace Supervision.Speech;

/// <summary>The watch over the workers: one round each half second, or at once when something happened.</summary>
public sealed partial class SpeechHost
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);

    /// <summary>A ready worker tells five times a second where it stands; one that says nothing for this long hangs.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    /// <summary>Reading a large model from a slow disk.</summary>
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(3);

    /// <summary>A lane that never falls silent moves after this, heard again from its last words' end.</summary>
    private static readonly TimeSpan MovePatience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<WorkerInstance> _workers = [];
    private readonly RestartBackoff _backoff;
    private int _restarts;

    /// <summary>Workers that died since the start.</summary>
    internal int Restarts => Volatile.Read(ref _restarts);

    internal WorkerInstance[] Workers()
    {
        lock (_gate)
        {
            return [.. _workers];
        }
    }

    internal void OnReady(WorkerInstance worker, int loadMs)
    {
        _logger.WorkerReady(worker.ProcessId, worker.Model.Name, loadMs);
        _state = SpeechState.Running;
        Reason = "";
        AttachWaiting();
        Wake();
    }

    /// <summary>A worker died: its lanes go to another before anything else is done.</summary>
    internal void MoveLanesOf(WorkerInstance worker)
    {
        if (worker.Link is { } link)
        {
            foreach (SpeechLane lane in link.Lanes())
            {
                lane.OnLinkLost(link);
            }
        }

        AttachWaiting();
        Wake();
    }

    /// <summary>A lane told that it is safe: it moves if another worker can take it.</summary>
    internal void Move(WorkerInstance from, SpeechLane lane, bool isSpeaking)
    {
        bool mustMove = from.Phase == WorkerPhase.Retiring && Time.GetElapsedTime(from.RetiringSince) > MovePatience;
        if ((!isSpeaking || mustMove) && Best(from) is { Link: { } target })
        {
            lane.Move(from.Link!, target, mustMove);
        }
    }

    internal void OnEnded(WorkerInstance worker, string reason)
    {
        lock (_gate)
        {
            if (!_workers.Remove(worker) || _stop.IsCancellationRequested)
            {
                return;
            }
        }

        Aggression.OnEnded(worker);
        if (worker.RetiringSince != 0)
        {
            _logger.WorkerRetired(worker.ProcessId);
        }
        else
        {
            _logger.WorkerEnded(worker.ProcessId, worker.LaneCount, reason);
            Interlocked.Increment(ref _restarts);
            Judge(worker, reason);
        }

        Wake();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                WatchOnce(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _logger.WatchFailed(e);
            }

            Task woken = _wake.WaitAsync(Round, cancellationToken);
            await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void WatchOnce(CancellationToken cancellationToken)
    {
        if (_mustChoose || (_state == SpeechState.Failed && Time.GetElapsedTime(_failedAt) > RetryFailed))
        {
            ChooseModel();
        }

        // Before a silent worker is killed: what a completed lane waited for in vain is told as skipped once, and heard by nobody else.
        foreach (SpeechLane lane in _lanes.Values)
        {
            lane.GiveUpWaiting(_options.CallPatience * 0.8);
        }

        WorkerInstance[] workers = Workers();
        foreach (WorkerInstance worker in workers)
        {
            KillIfSilent(worker);
            ReplaceIfWorn(worker);
        }

        StartMissing(workers, cancellationToken);
        RetireReplaced(workers);
        Balance();
        AttachWaiting();
        foreach (SpeechLane lane in _lanes.Values)
        {
            lane.TellBacklog();
            lane.GiveUp(_state == SpeechState.Failed ? TimeSpan.Zero : _options.CallPatience / 2);
        }
    }

    private void KillIfSilent(WorkerInstance worker)
    {
        TimeSpan limit = worker.WasReady ? SilenceLimit : LoadLimit;
        if (worker.Phase != WorkerPhase.Ended && worker.Silence() > limit)
        {
            _logger.WorkerSilent(worker.ProcessId, (long)worker.Silence().TotalMilliseconds);
            worker.Kill();
        }
    }

    /// <summary>Age and memory, one worker at a time: there must be one to take the lanes.</summary>
    private void ReplaceIfWorn(WorkerInstance worker)
    {
        if (worker.Phase != WorkerPhase.Ready || worker.MustBeReplaced || Workers().Any(other => other.MustBeReplaced))
        {
            return;
        }

        bool isOld = Time.GetElapsedTime(worker.ReadyAt) > TimeSpan.FromMinutes(_settings.MaxWorkerAgeMinutes);
        bool isLarge = worker.Stats.ResidentBytes >> 20 > _sizing.MaxWorkerMemoryMb * 5L / 4;
        if (isOld || isLarge)
        {
            worker.MustBeReplaced = true;
            _logger.WorkerReplaced(worker.ProcessId, isOld ? "its age" : $"{worker.Stats.ResidentBytes >> 20} MB of memory");
        }
    }

    private void StartMissing(WorkerInstance[] workers, CancellationToken cancellationToken)
    {
        if (_model is not { } model)
        {
            return;
        }

        int have = workers.Count(worker => IsWanted(worker) && worker.Phase is WorkerPhase.Starting or WorkerPhase.Ready);
        for (; have < _sizing.Workers && _backoff.MayStart; have++)
        {
            var worker = new WorkerInstance(this, model, _generation) { AggressionModel = LookForAggressionModel() };
            lock (_gate)
            {
                _workers.Add(worker);
            }

            _ = worker.StartAsync(_options.WorkerCommand, WorkerOptions(model, worker.AggressionModel), cancellationToken);
            if (_backoff.EarlyDeaths > 0)
            {
                // One at a time until one lives.
                break;
            }
        }
    }

    /// <summary>Once the wanted workers are ready the others give their lanes up and go; a worker without lanes goes at once.</summary>
    private void RetireReplaced(WorkerInstance[] workers)
    {
        bool areReady = workers.Any(worker => IsWanted(worker) && worker.Phase == WorkerPhase.Ready);
        foreach (WorkerInstance worker in workers.Where(worker => !IsWanted(worker)))
        {
            if (worker.Phase == WorkerPhase.Ready && areReady)
            {
                worker.Phase = WorkerPhase.Retiring;
                worker.RetiringSince = Time.GetTimestamp();
            }

            if (worker is { Phase: WorkerPhase.Retiring, LaneCount: 0 })
            {
                worker.Stop();
            }
            else if (worker.Phase == WorkerPhase.Retiring && worker.MustBeReplaced)
            {
                // A worn worker's lanes move; those of another model stay with it until their calls end.
                foreach (SpeechLane lane in worker.Link!.Lanes())
                {
                    lane.WantsMove = true;
                }
            }
        }
    }

    private bool IsWanted(WorkerInstance worker) => worker.Generation == _generation && !worker.MustBeReplaced;

    private WorkerOptions WorkerOptions(InstalledModel model, InstalledAggressionModel? aggression)
    {
        return new WorkerOptions
        {
            SocketPath = Path.Combine(SocketDirectory(), $"{Interlocked.Increment(ref _lastSocket)}.sock"),
            ModelDirectory = model.Directory,
            VadPath = _options.VadPath ?? SileroVad.DefaultPath,
            AggressionDirectory = aggression?.Directory ?? "",
            Threads = _sizing.Threads,
            MaxLagMs = _settings.MaxLagMs,
            MaxMemoryMb = _sizing.MaxWorkerMemoryMb,
            WarmRecognisers = _settings.WarmRecognisers,
        };
    }

    private string SocketDirectory()
    {
        // Mode 700, so that no other account of the machine can pose as a worker.
        return _options.SocketDirectory ?? (_ownSocketDirectory ??= Directory.CreateTempSubdirectory("supervision-").FullName);
    }

    private void StopWorkers()
    {
        foreach (WorkerInstance worker in Workers())
        {
            worker.Dispose();
        }
    }
}
