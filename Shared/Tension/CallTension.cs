namespace Supervision.Shared.Tension;

/// <summary>The tension curve of a call, live or kept, with what it is read against.</summary>
/// <param name="CallId">Of the call.</param>
/// <param name="Model">Name and version of the acoustic model.</param>
/// <param name="RaiseThreshold">From here on the voice is <see cref="TensionLevel.Aggressive"/>, when it lasts.</param>
/// <param name="ClearThreshold">Below it no longer.</param>
/// <param name="Points">In the order of the call's clock. See <see cref="TensionPoint.MaxStepMs"/> for gaps.</param>
public sealed record CallTension(
    CallId CallId,
    string Model,
    float RaiseThreshold,
    float ClearThreshold,
    IReadOnlyList<TensionPoint> Points);
