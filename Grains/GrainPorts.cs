using Microsoft.Extensions.Logging;
using Supervision.Grains.Alarms;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Grains.Tension;

namespace Supervision.Grains;

/// <summary>What the directory gives its grains.</summary>
internal sealed record GrainPorts
{
    public required TimeProvider Time { get; init; }
    public required ILiveFeed Feed { get; init; }
    public required IJournal Journal { get; init; }
    public required LiveWordList Words { get; init; }

    /// <inheritdoc cref="Calls.CallGrainServices.Incidents"/>
    public IIncidentGrain? Incidents { get; init; }

    /// <inheritdoc cref="Calls.CallGrainServices.Tension"/>
    public ITensionModel? Tension { get; init; }

    public AggressionSettings Aggression { get; init; } = new();

    /// <inheritdoc cref="Calls.CallGrainServices.Callers"/>
    public ICallerHistory? Callers { get; init; }

    public required GrainsSettings Settings { get; init; }
    public AlarmsSettings Alarms { get; init; } = new();
    public required ILoggerFactory Loggers { get; init; }
}
