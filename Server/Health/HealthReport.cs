using Supervision.Shared;

namespace Supervision.Server.Health;

/// <summary>What <c>/health</c> tells a signed-in user or a token. Names are fixed: monitoring reads them.</summary>
internal sealed record HealthReport
{
    /// <summary>ok, degraded or failed.</summary>
    public required string Status { get; init; }

    public required string Version { get; init; }
    public required double UptimeSeconds { get; init; }
    public required int CallsLive { get; init; }

    /// <summary>20 ms frames that analysis lost since the start, over all parts; recordings lose none.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Figures of each model in use: name, version…, by part.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>> Models { get; init; }

    public required IReadOnlyList<PartHealth> Parts { get; init; }
}

/// <summary>What <c>/health</c> tells anybody.</summary>
internal sealed record BareHealth(string Status);
