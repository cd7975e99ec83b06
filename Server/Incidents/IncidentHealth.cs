using Supervision.Grains.Incidents;
using Supervision.Shared;

namespace Supervision.Server.Incidents;

/// <summary>How the incidents feel: how many are open, and whether all are back after a start.</summary>
internal sealed class IncidentHealth(IncidentGrain grain) : IHealthPart
{
    public PartHealth Report()
    {
        IncidentFigures figures = grain.Figures;
        var told = new Dictionary<string, object>
        {
            ["open"] = figures.Open,
            ["unhandled"] = figures.Unhandled,
            ["withoutNumber"] = figures.WithoutNumber,
        };
        return figures.IsWhole
            ? new PartHealth("incidents", PartState.Ok, $"{figures.Open} open incident(s).", told)
            : new PartHealth("incidents", PartState.Degraded, "Incidents from before the start are read back when the database answers.", told);
    }
}
