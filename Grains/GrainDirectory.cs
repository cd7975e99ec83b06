using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Supervision.Grains.Alarms;
using Supervision.Grains.Calls;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Grains;

/// <summary>
/// The grains of one process. A call's grain is activated on first use and forgotten when the call is over, or when it was only asked
/// for and no call began. Safe from any thread.
/// </summary>
internal sealed partial class GrainDirectory : IGrainDirectory, IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<CallId, Lazy<CallGrain>> _calls = new();
    private readonly AlarmGrain _alarms;
    private readonly Lazy<CallGrainServices> _services;
    private readonly GrainsSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _sweep;

    /// <param name="ports">Time, feed, journal: needed at once.</param>
    /// <param name="recorder">Asked for at the first call, as the speech engine is: both may themselves want the directory.</param>
    /// <param name="speech">Gives null when there is no speech.</param>
    internal GrainDirectory(GrainPorts ports, Func<IRecorder> recorder, Func<ISpeechEngine?> speech)
    {
        _settings = ports.Settings;
        _time = ports.Time;
        _logger = ports.Loggers.CreateLogger<GrainDirectory>();
        _alarms = new AlarmGrain(new AlarmPorts
        {
            Time = ports.Time,
            Feed = ports.Feed,
            Journal = ports.Journal,
            TellCall = TellCall,
            Settings = ports.Alarms,
            Logger = ports.Loggers.CreateLogger<AlarmGrain>(),
        });
        _services = new Lazy<CallGrainServices>(() => new CallGrainServices
        {
            Time = ports.Time,
            Feed = ports.Feed,
            Journal = ports.Journal,
            Recorder = recorder(),
            Speech = speech(),
            Words = ports.Words,
            Alarms = _alarms,
            Incidents = ports.Incidents,
            Tension = ports.Tension,
            Aggression = ports.Aggression,
            Callers = ports.Callers,
            Settings = ports.Settings,
            Counters = Counters,
            Logger = ports.Loggers.CreateLogger<CallGrain>(),
        });
        _sweep = ports.Time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    public IAlarmGrain Alarms => _alarms;

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<CallId> LiveCalls => [.. Grains().Where(grain => grain.IsLive).OrderBy(grain => grain.StartedAt).ThenBy(grain => grain.Id.Value).Select(grain => grain.Id)];

    internal GrainCounters Counters { get; } = new();

    /// <summary>Grains in memory, ending and idle ones included.</summary>
    internal int Count => _calls.Count;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There are <see cref="GrainsSettings.MaxCalls"/> already.</exception>
    public ICallGrain Call(CallId id)
    {
        if (!_calls.TryGetValue(id, out Lazy<CallGrain>? grain))
        {
            if (_calls.Count >= _settings.MaxCalls)
            {
                throw new InvalidOperationException($"{_settings.MaxCalls} calls are in memory already (Grains:MaxCalls).");
            }

            grain = _calls.GetOrAdd(id, key => new Lazy<CallGrain>(() => new CallGrain(key, _services.Value, () => _calls.TryRemove(key, out _))));
        }

        return grain.Value;
    }

    public bool TryGetLiveCall(CallId id, [NotNullWhen(true)] out ICallGrain? grain)
    {
        grain = _calls.TryGetValue(id, out Lazy<CallGrain>? found) && found.Value.IsLive ? found.Value : null;
        return grain is not null;
    }

    /// <summary>An orderly stop: whoever is still on the line is journalled as such.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        CallGrain[] grains = [.. Grains()];
        await Task.WhenAll(grains.Select(grain => grain.EndAsync(CallEndReason.ServerStopped, _time.GetUtcNow(), CancellationToken.None)));
        foreach (CallGrain grain in grains)
        {
            grain.Deactivate();
        }

        await _alarms.CloseAsync();
    }

    private IEnumerable<CallGrain> Grains() => _calls.Values.Where(grain => grain.IsValueCreated).Select(grain => grain.Value);

    private void TellCall(CallId id, IReadOnlyList<AlarmId> open)
    {
        if (_calls.TryGetValue(id, out Lazy<CallGrain>? grain))
        {
            grain.Value.TellOpenAlarms(open);
        }
    }

    private void Sweep()
    {
        DateTimeOffset before = _time.GetUtcNow() - TimeSpan.FromSeconds(_settings.IdleTimeoutSeconds);
        foreach (CallGrain grain in Grains())
        {
            if (!grain.HasStarted && grain.CreatedAt < before && _calls.TryRemove(grain.Id, out _))
            {
                grain.Deactivate();
                LogIdle(grain.Id);
            }
        }
    }

    [LoggerMessage(EventId = 2200, Level = LogLevel.Debug, Message = "The grain of call {CallId} is forgotten: its call never began")]
    private partial void LogIdle(CallId callId);
}
