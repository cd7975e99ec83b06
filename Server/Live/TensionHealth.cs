using System.Globalization;
using Supervision.Grains;
using Supervision.Shared;

namespace Supervision.Server.Live;

/// <summary>What the tension curve is made with, and how many scores the law refused.</summary>
internal sealed class TensionHealth(TensionModel model, GrainDirectory grains) : IHealthPart
{
    public PartHealth Report()
    {
        var figures = new Dictionary<string, object> { ["scoresRefused"] = grains.Counters.ScoresRefused };
        if (model.Parameters is not { } curve)
        {
            return new PartHealth("tension", PartState.Ok, "No voice is scored: the callers' tension is not followed.", figures);
        }

        figures["alpha"] = curve.Alpha;
        figures["silenceHalfLifeMs"] = curve.SilenceHalfLifeMs;
        figures["raiseThreshold"] = curve.RaiseThreshold;
        figures["clearThreshold"] = curve.ClearThreshold;
        figures["raiseWindows"] = curve.RaiseWindows;
        figures["clearWindows"] = curve.ClearWindows;
        return model.Errors.Count > 0
            ? new PartHealth("tension", PartState.Degraded, model.Errors[0], figures)
            : new PartHealth(
                "tension",
                PartState.Ok,
                string.Create(CultureInfo.InvariantCulture, $"Aggressive from {curve.RaiseThreshold:0.00} to below {curve.ClearThreshold:0.00}."),
                figures);
    }
}
