using Microsoft.Extensions.Logging;
using Supervision.Grains.Alarms;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;

namespace Supervision.Grains;

/// <summary>What the directory gives its grains.</summary>
internal sealed record GrainPorts
{
    public required TimeProvider Time { get; init; }
    public required ILiveFeed Feed { get; init; }
    public required IJournal Journal { get; init; }
    public required AlarmWordList Words { get; init; }
    public required GrainsSettings Settings { get; init; }
    public AlarmsSettings Alarms { get; init; } = new();
    public required ILoggerFactory Loggers { get; init; }
}
