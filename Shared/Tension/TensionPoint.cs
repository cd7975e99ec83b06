namespace Supervision.Shared.Tension;

/// <summary>One point of a call's tension curve.</summary>
/// <param name="AtMs">On the call's clock.</param>
/// <param name="Tension">Smoothed, 0 (calm) to 1.</param>
/// <param name="Level">With hysteresis, so that it does not flicker.</param>
public readonly record struct TensionPoint(int AtMs, float Tension, TensionLevel Level)
{
    /// <summary>Two neighbours further apart have a gap between them: nothing was measured there, and nothing is drawn.</summary>
    public const int MaxStepMs = 2500;
}
