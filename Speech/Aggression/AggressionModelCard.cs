namespace Supervision.Speech.Aggression;

/// <summary>What <c>model.json</c> says of the network beside it. Immutable; fields that are of no use here are not read.</summary>
public sealed record AggressionModelCard
{
    public string Version { get; init; } = "";

    /// <summary>Of the audio that the network takes, in Hz.</summary>
    public int SampleRate { get; init; }

    /// <summary>Length of a window, in seconds.</summary>
    public double WindowSeconds { get; init; }

    /// <summary>From the start of a window to the next one's, in seconds.</summary>
    public double HopSeconds { get; init; }

    /// <summary>Of <c>aggression.onnx</c>, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>How the scores of one call become its tension; what the thresholds were chosen with.</summary>
    public AggressionSmoothing? Smoothing { get; init; }

    /// <summary>Smoothed score at which an alarm is due, 0 to 1.</summary>
    public float? RaiseThreshold { get; init; }

    /// <summary>Smoothed score below which it is over, 0 to 1.</summary>
    public float? ClearThreshold { get; init; }

    public string Licence { get; init; } = "";

    /// <summary>What scores are signed with.</summary>
    public string FullName => $"aggression {Version}";
}
