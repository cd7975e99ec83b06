using Microsoft.Extensions.Logging;
using Supervision.Grains.Alarms;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Grains.Tension;

namespace Supervision.Grains.Calls;

/// <summary>What every call's grain is given: the ports and the rules. Shared by all grains.</summary>
internal sealed record CallGrainServices
{
    public required TimeProvider Time { get; init; }
    public required ILiveFeed Feed { get; init; }
    public required IJournal Journal { get; init; }
    public required IRecorder Recorder { get; init; }

    /// <summary>Null when the console runs without speech: calls are recorded and shown, not transcribed.</summary>
    public required ISpeechEngine? Speech { get; init; }

    public required LiveWordList Words { get; init; }
    public required IAlarmGrain Alarms { get; init; }

    /// <summary>Told of what a call must not leave behind; null when there is no police desk.</summary>
    public IIncidentGrain? Incidents { get; init; }

    /// <summary>Null when the console runs without an acoustic model: no curve is promised.</summary>
    public ITensionModel? Tension { get; init; }

    public AggressionSettings Aggression { get; init; } = new();

    /// <summary>Null when nothing is known of callers: no circumstance of theirs counts.</summary>
    public ICallerHistory? Callers { get; init; }

    public required GrainsSettings Settings { get; init; }
    public required GrainCounters Counters { get; init; }
    public required ILogger<CallGrain> Logger { get; init; }
}
