namespace Supervision.Speech.Aggression;

/// <summary>Part <c>smoothing</c> of <c>model.json</c>: an exponential mean over a call's windows.</summary>
public sealed record AggressionSmoothing
{
    /// <summary>Weight of a new window, 0 to 1.</summary>
    public float Alpha { get; init; }

    /// <summary>Before the first window.</summary>
    public float Initial { get; init; }

    /// <summary>What remains of the mean after half a second without a window, 0 to 1.</summary>
    public float SilenceFactor { get; init; }

    /// <summary>Windows in a row at the raising threshold before an alarm is due.</summary>
    public int RaiseWindows { get; init; }

    /// <summary>Windows in a row below the clearing threshold before it is over.</summary>
    public int ClearWindows { get; init; }
}
