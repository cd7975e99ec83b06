namespace Supervision.Shared.Tension;

/// <summary>One point of a call's tension curve.</summary>
/// <param name="AtMs">On the call's clock.</param>
/// <param name="Tension">Smoothed, 0 (calm) to 1.</param>
/// <param name="Level">With hysteresis, so that it does not flicker.</param>
public readonly record struct TensionPoint(int AtMs, float Tension, TensionLevel Level);
