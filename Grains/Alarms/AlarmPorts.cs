using Microsoft.Extensions.Logging;
using Supervision.Grains.Ports;
using Supervision.Shared;

namespace Supervision.Grains.Alarms;

/// <summary>What the alarms' grain is given.</summary>
internal sealed record AlarmPorts
{
    /// <summary>UTC.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Hears of each step.</summary>
    public required ILiveFeed Feed { get; init; }

    /// <summary>Keeps each step.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Told which alarms of a call are open, most severe first; must not block.</summary>
    public required Action<CallId, IReadOnlyList<AlarmId>> TellCall { get; init; }

    public required AlarmsSettings Settings { get; init; }

    /// <summary>For faults.</summary>
    public required ILogger<AlarmGrain> Logger { get; init; }
}
