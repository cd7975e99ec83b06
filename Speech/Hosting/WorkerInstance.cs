using Supervision.Speech.Aggression;
using Supervision.Speech.Models;
using Supervision.Speech.Wire;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Hosting;

/// <summary>One worker under the host's watch, from its start to its end. Its state is read on any thread and changed by its own events.</summary>
internal sealed class WorkerInstance(SpeechHost host, InstalledModel model, int generation) : IWorkerEvents, IDisposable
{
    private WorkerProcess? _process;
    private string? _fault;
    private long _aliveAt;
    private int _ended;

    internal InstalledModel Model { get; } = model;

    /// <summary>Which choice of model it belongs to; the newest takes new lanes.</summary>
    internal int Generation { get; } = generation;

    internal WorkerPhase Phase { get; set; } = WorkerPhase.Starting;

    internal WorkerLink? Link { get; private set; }

    internal WorkerStats Stats { get; private set; }

    /// <summary>The acoustic model that it was given; null: none.</summary>
    internal InstalledAggressionModel? AggressionModel { get; init; }

    internal AggressionStats Aggression { get; private set; }

    /// <summary>Why it scores no voice; empty while nothing is wrong.</summary>
    internal string AggressionFault { get; private set; } = "";

    /// <summary>When it last told of dropped windows, as a time stamp; 0 when it never did.</summary>
    internal long WindowDroppedAt { get; private set; }

    internal int SampleRate { get; private set; }

    internal bool HasVad { get; private set; }

    internal string VadFault { get; private set; } = "";

    /// <summary>When it became ready, as a time stamp; 0 before.</summary>
    internal long ReadyAt { get; private set; }

    /// <summary>When it began to retire.</summary>
    internal long RetiringSince { get; set; }

    /// <summary>A replacement is on its way.</summary>
    internal bool MustBeReplaced { get; set; }

    /// <summary>What kind of fault it told before its end; null for a plain death.</summary>
    internal WorkerFault? FaultKind { get; private set; }

    internal bool WasReady => ReadyAt != 0;

    internal int ProcessId => _process?.Id ?? 0;

    internal int LaneCount => Link?.LaneCount ?? 0;

    /// <summary>Starts it; its end, however early, is told to the host once.</summary>
    internal async Task StartAsync(WorkerCommand command, WorkerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            _aliveAt = host.Time.GetTimestamp();
            _process = await WorkerProcess.StartAsync(command, options, cancellationToken);
            Link = new WorkerLink(_process.Socket, Model.Name, AggressionModel?.Card.FullName ?? "", this);
            Link.Start();
        }
        catch (Exception e)
        {
            // Whatever it was (a folder for temporary files whose path is too long for a socket): who never ends is never started again.
            await EndAsync(e.Message);
        }
    }

    /// <summary>How long nothing was heard of it.</summary>
    internal TimeSpan Silence() => host.Time.GetElapsedTime(Volatile.Read(ref _aliveAt));

    /// <summary>Ends it in order: the connection closes, the process follows.</summary>
    internal void Stop() => Link?.Close();

    internal void Kill() => _process?.Kill();

    public void OnReady(int sampleRate, int loadMs, bool hasVad, string vadFault)
    {
        SampleRate = sampleRate;
        HasVad = hasVad;
        VadFault = vadFault;
        ReadyAt = host.Time.GetTimestamp();
        OnAlive();
        Phase = WorkerPhase.Ready;
        host.OnReady(this, loadMs);
    }

    public void OnFailed(WorkerFault fault, string reason)
    {
        FaultKind = fault;
        _fault = reason;
    }

    public void OnStats(WorkerStats stats) => Stats = stats;

    public void OnAggression(AggressionStats stats, string fault)
    {
        if (fault.Length > 0 && AggressionFault.Length == 0)
        {
            host.OnAggressionFailed(this, fault);
        }

        WindowDroppedAt = stats.Dropped > Aggression.Dropped ? host.Time.GetTimestamp() : WindowDroppedAt;
        AggressionFault = fault;
        Aggression = stats;
    }

    public void OnAlive() => Volatile.Write(ref _aliveAt, host.Time.GetTimestamp());

    public void OnMovable(SpeechLane lane, bool isSpeaking) => host.Move(this, lane, isSpeaking);

    public void OnEnded(string reason)
    {
        // On the receiving thread, so that lanes move before anything else happens; the process's status can wait.
        Phase = WorkerPhase.Ended;
        host.MoveLanesOf(this);
        _ = EndAsync(reason);
    }

    public void Dispose()
    {
        Link?.Close();
        _process?.Dispose();
    }

    private async Task EndAsync(string reason)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        Phase = WorkerPhase.Ended;
        string detail = _fault ?? reason;
        if (_process is { } process)
        {
            await process.WaitForExitAsync(TimeSpan.FromSeconds(2));
            string errors = WasReady ? "" : process.LastErrors();
            detail = $"{detail} (exit status {process.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"})"
                + (errors.Length > 0 ? $": {errors}" : "");
            process.Dispose();
        }

        host.OnEnded(this, detail);
    }
}
