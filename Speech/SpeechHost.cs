using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Speech.Aggression;
using Supervision.Speech.Hosting;
using Supervision.Speech.Models;

namespace Supervision.Speech;

/// <summary>
/// The speech engine as the server sees it: lanes in, words out. Owns the workers, watches, restarts and replaces them, moves lanes between
/// them and changes to a better model while calls go on. Thread-safe. Nothing here blocks a caller, whatever state the engine is in.
/// </summary>
public sealed partial class SpeechHost : IAsyncDisposable
{
    /// <summary>Audio kept on the server's side beyond the lag's bound, for workers that start anew: 2 s.</summary>
    private const int RingExtraMs = 2000;

    /// <summary>What a recording's lane may have on the way: 20 s.</summary>
    private const int BatchRingBytes = 20 * 8000;

    private readonly SpeechSettings _settings;
    private readonly SpeechHostOptions _options;
    private readonly ILogger<SpeechHost> _logger;
    private readonly ModelStore _store;
    private readonly ModelProvisioner _provisioner;
    private readonly ConcurrentDictionary<uint, SpeechLane> _lanes = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private Task _watching = Task.CompletedTask;
    private Task _provisioning = Task.CompletedTask;
    private string? _ownSocketDirectory;
    private uint _lastLane;
    private uint _lastSocket;
    private long _skippedSamples;
    private long _lostSamples;

    /// <summary>Starts nothing; see <see cref="Start"/>.</summary>
    /// <param name="settings">Checked by the composition.</param>
    /// <param name="options">Folders and the way to start a worker.</param>
    /// <param name="time">The server's clock.</param>
    /// <param name="logger">For ids 3000 to 3999.</param>
    /// <exception cref="InvalidDataException">models.json is broken.</exception>
    public SpeechHost(SpeechSettings settings, SpeechHostOptions options, TimeProvider time, ILogger<SpeechHost> logger)
    {
        _settings = settings;
        _options = options;
        _logger = logger;
        Time = time;
        _backoff = new RestartBackoff(time);
        _store = options.Store ?? new ModelStore(settings.ModelDirectory, options.DataDirectory);
        Aggression = new AggressionModels(options.Aggression, _store.Folders);
        _provisioner = new ModelProvisioner(settings, _store, options.Downloader, time, logger);
        HealthParts = [new SpeechHealth(this), new SpeechModelHealth(this), new VadHealth(this), new AggressionHealth(this)];
    }

    /// <summary>Parts <c>speech</c>, <c>speech-model</c>, <c>vad</c> and <c>aggression</c>.</summary>
    public IReadOnlyList<IHealthPart> HealthParts { get; }

    /// <summary>Whether it transcribes now.</summary>
    public SpeechState State => _settings.Enabled ? _state : SpeechState.Off;

    /// <summary>Models that are here or can be fetched.</summary>
    public ModelStore Models => _store;

    /// <summary>Switched off or stopped: lanes take nothing and end at once.</summary>
    internal bool IsOff => !_settings.Enabled || _stop.IsCancellationRequested;

    internal TimeProvider Time { get; }

    internal SpeechSettings Settings => _settings;

    internal ModelProvisioner Provisioner => _provisioner;

    /// <summary>Lanes that are open now, recordings' too.</summary>
    internal ICollection<SpeechLane> Lanes => _lanes.Values;

    /// <summary>Call time skipped under overload, in ms, since the start.</summary>
    internal long SkippedMs => Volatile.Read(ref _skippedSamples) / 8;

    /// <summary>Call time lost with workers, in ms, since the start.</summary>
    internal long LostMs => Volatile.Read(ref _lostSamples) / 8;

    /// <summary>Starts the workers and the search for a better model, in the background. Call once.</summary>
    public void Start()
    {
        if (_settings.Enabled)
        {
            _watching = WatchAsync(_stop.Token);
            _provisioning = ProvisionAsync(_stop.Token);
        }
    }

    /// <summary>Opens one lane of a live call. Results come to <paramref name="results"/> until the lane is completed or disposed of.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="lane">Whose voice; sets the first priority.</param>
    /// <param name="results">Called on any thread; must not block.</param>
    public SpeechLane OpenLane(CallId callId, Lane lane, ISpeechResults results)
    {
        SpeechLanePriority priority = lane == Lane.Agent ? SpeechLanePriority.Agent : SpeechLanePriority.Caller;
        return Open(callId, lane, priority, (_settings.MaxLagMs + RingExtraMs) * 8, results);
    }

    /// <summary>
    /// Transcribes a recording, or a piece of one, after everything live: it waits for free processors and skips nothing. A gap among the
    /// utterances tells of a worker that died on the way.
    /// </summary>
    /// <param name="callId">The call.</param>
    /// <param name="lane">Whose voice.</param>
    /// <param name="audio">In the order of the call's clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidOperationException">The engine is off or failed: try again later.</exception>
    public async Task<IReadOnlyList<Utterance>> TranscribeAsync(
        CallId callId, Lane lane, IAsyncEnumerable<RecordedAudio> audio, CancellationToken cancellationToken)
    {
        ThrowIfUseless();
        var collected = new CollectedUtterances();
        await using SpeechLane batch = Open(callId, lane, SpeechLanePriority.Batch, BatchRingBytes, collected);
        await foreach (RecordedAudio piece in audio.WithCancellation(cancellationToken))
        {
            for (int offset = 0; offset < piece.Bytes.Length;)
            {
                Task room = batch.RoomAsync();
                int taken = batch.PushSome(piece, offset);
                offset += taken;
                if (taken == 0)
                {
                    ThrowIfUseless();
                    await room.WaitAsync(TimeSpan.FromSeconds(1), Time, cancellationToken)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }

        await batch.CompleteAsync(cancellationToken);
        return collected.All();
    }

    /// <summary>Stops the workers; open lanes end with what they have.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _provisioning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (SpeechLane lane in _lanes.Values)
        {
            await lane.DisposeAsync();
        }

        StopWorkers();
        _provisioner.Dispose();
        if (_ownSocketDirectory is { } directory)
        {
            Directory.Delete(directory, recursive: true);
        }

        _stop.Dispose();
        _wake.Dispose();
    }

    /// <summary>Something changed that the watch should look at before its next round.</summary>
    internal void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another did so in the same moment, or the engine has stopped.
        }
    }

    internal void Forget(SpeechLane lane) => _lanes.TryRemove(lane.Id, out _);

    internal void CountSkipped(long samples) => Interlocked.Add(ref _skippedSamples, samples);

    internal void CountLost(long samples) => Interlocked.Add(ref _lostSamples, samples);

    internal void OnListenerFailed(CallId callId, Exception exception) => _logger.ListenerFailed(callId, exception);

    private SpeechLane Open(CallId callId, Lane lane, SpeechLanePriority priority, int ringBytes, ISpeechResults results)
    {
        var opened = new SpeechLane(this, Interlocked.Increment(ref _lastLane), callId, lane, priority, ringBytes, results);
        _lanes[opened.Id] = opened;
        if (Best() is { } worker)
        {
            opened.Attach(worker.Link!);
        }

        return opened;
    }

    private void ThrowIfUseless()
    {
        if (State is SpeechState.Off or SpeechState.Failed || _stop.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The speech engine is {State}: {Reason}");
        }
    }

    private async Task ProvisionAsync(CancellationToken cancellationToken)
    {
        // Off the starting thread: looking into folders and hashing are no work for it.
        await Task.Yield();
        await _provisioner.RunAsync(
            () =>
            {
                _mustChoose = true;
                Wake();
            },
            cancellationToken);
    }
}
