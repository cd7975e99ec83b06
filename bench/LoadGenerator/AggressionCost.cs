namespace Supervision.LoadGenerator;

/// <summary>What the acoustic model did and cost between two answers of /health: the workers' own count of its thread's processor time.</summary>
internal sealed record AggressionCost(double CpuSeconds, long Windows, long Dropped)
{
    /// <summary>Its name among the parts.</summary>
    internal const string Part = "aggression";

    internal double? CpuMsPerWindow => Windows > 0 ? Math.Round(CpuSeconds * 1000 / Windows, 2) : null;

    internal static AggressionCost Between(HealthFigures before, HealthFigures after)
    {
        return new AggressionCost(Grown("cpuMs") / 1000, (long)Grown("windows"), (long)Grown("windowsDropped"));

        double Grown(string figure) => after.Figure(Part, figure) - before.Figure(Part, figure);
    }

    /// <summary>Takes it out of the speech workers' figure, of which it is a part, so that the sum stays true.</summary>
    internal void TellApart(Dictionary<string, double> cpuPerCallMinute, double callMinutes)
    {
        double cost = Math.Round(CpuSeconds / callMinutes, 3);
        cpuPerCallMinute[Part] = cost;
        cpuPerCallMinute["speech"] = Math.Round(Math.Max(0, cpuPerCallMinute.GetValueOrDefault("speech") - cost), 3);
    }
}
