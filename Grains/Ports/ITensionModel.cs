using Supervision.Grains.Tension;

namespace Supervision.Grains.Ports;

/// <summary>The acoustic model as the tension curve sees it. Any thread; never blocks.</summary>
public interface ITensionModel
{
    /// <summary>What the model's thresholds were chosen with; null while no voice is scored.</summary>
    TensionParameters? Parameters { get; }
}
