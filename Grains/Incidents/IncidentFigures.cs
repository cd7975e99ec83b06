namespace Supervision.Grains.Incidents;

/// <summary>Counts of what the incidents' grain holds.</summary>
/// <param name="Open">Not closed.</param>
/// <param name="Unhandled">Open and in nobody's hands.</param>
/// <param name="WithoutNumber">Waiting for the last number given to be known.</param>
/// <param name="IsWhole">No open one from before the start is missing.</param>
internal sealed record IncidentFigures(int Open, int Unhandled, int WithoutNumber, bool IsWhole);
