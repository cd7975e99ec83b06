using System.Reflection;
using Supervision.Grains;
using Supervision.Shared;

namespace Supervision.Server.Health;

/// <summary>Asks every part how it feels and sums it up. Thread-safe; cheap.</summary>
internal sealed partial class HealthReporter(
    IEnumerable<IHealthPart> parts, IGrainDirectory grains, TimeProvider time, ILogger<HealthReporter> logger)
{
    internal const string Ok = "ok";
    internal const string Degraded = "degraded";
    internal const string Failed = "failed";

    /// <summary>Without these no call is recorded: the main job fails, and only then is the answer 503.</summary>
    private static readonly string[] Vital = ["sip", "rtp", "recorder"];

    private static readonly string[] ModelParts = ["speech-model", "vad", "aggression"];

    /// <summary>Figures that count frames lost to analysis end so.</summary>
    private const string DroppedFigure = "framesDropped";

    private readonly IHealthPart[] parts = [.. parts];
    private readonly long startedAt = time.GetTimestamp();

    private static string Version { get; } =
        typeof(HealthReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal HealthReport Report()
    {
        PartHealth[] reports = [.. parts.Select(Ask)];
        return new HealthReport
        {
            Status = StatusOf(reports),
            Version = Version,
            UptimeSeconds = Math.Round(time.GetElapsedTime(startedAt).TotalSeconds, 1),
            CallsLive = grains.LiveCalls.Count,
            FramesDropped = reports.Sum(Dropped),
            Models = reports.Where(report => ModelParts.Contains(report.Part)).ToDictionary(report => report.Part, report => report.Figures),
            Parts = reports,
        };
    }

    private static string StatusOf(PartHealth[] reports)
    {
        if (reports.Any(report => report.State == PartState.Failed && Vital.Contains(report.Part)))
        {
            return Failed;
        }

        return reports.All(report => report.State == PartState.Ok) ? Ok : Degraded;
    }

    private static long Dropped(PartHealth report) => report.Figures
        .Where(figure => figure.Key.EndsWith(DroppedFigure, StringComparison.OrdinalIgnoreCase))
        .Sum(figure => figure.Value switch { long count => count, int count => count, _ => 0 });

    /// <summary>A part that fails to answer has failed; the others are still heard.</summary>
    private PartHealth Ask(IHealthPart part)
    {
        try
        {
            return part.Report();
        }
#pragma warning disable CA1031 // Whatever a part throws must not hide how the others feel.
        catch (Exception e)
#pragma warning restore CA1031
        {
            string name = part.GetType().Name;
            LogSilent(e, name);
            return new PartHealth(name, PartState.Failed, "The part does not answer.", new Dictionary<string, object>());
        }
    }

    [LoggerMessage(EventId = 6020, Level = LogLevel.Error, Message = "Health part {Part} failed to report")]
    private partial void LogSilent(Exception exception, string part);
}
