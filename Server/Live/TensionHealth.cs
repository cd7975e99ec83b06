using System.Globalization;
using Supervision.Grains;
using Supervision.Grains.Tension;
using Supervision.Shared;

namespace Supervision.Server.Live;

/// <summary>What the tension curve is made with, and how many scores the law refused.</summary>
internal sealed class TensionHealth(AggressionModelFile model, GrainDirectory grains) : IHealthPart
{
    public PartHealth Report()
    {
        var figures = new Dictionary<string, object> { ["scoresRefused"] = grains.Counters.ScoresRefused };
        if (model.Parameters is not { } curve)
        {
            return new PartHealth("tension", PartState.Ok, "No acoustic model is installed: the callers' tension is not followed.", figures);
        }

        foreach ((string name, float value) in Numbers(curve))
        {
            figures[name] = value;
        }

        return model.Errors.Count > 0
            ? new PartHealth("tension", PartState.Degraded, model.Errors[0], figures)
            : new PartHealth(
                "tension",
                PartState.Ok,
                string.Create(CultureInfo.InvariantCulture, $"Aggressive from {curve.RaiseThreshold:0.00} to below {curve.ClearThreshold:0.00}."),
                figures);
    }

    private static IEnumerable<(string Name, float Value)> Numbers(TensionParameters curve) =>
    [
        ("raiseThreshold", curve.RaiseThreshold),
        ("clearThreshold", curve.ClearThreshold),
        ("halfLifeMs", curve.HalfLifeMs),
        ("silenceHalfLifeMs", curve.SilenceHalfLifeMs),
        ("minimumMs", curve.MinimumMs),
    ];
}
