using Supervision.Grains.Ports;
using Supervision.Grains.Tension;

namespace Supervision.Testing;

/// <summary>An acoustic model that is there from the beginning.</summary>
public sealed class FakeTensionModel(TensionParameters? parameters) : ITensionModel
{
    public TensionParameters? Parameters { get; set; } = parameters;
}
