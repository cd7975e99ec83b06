using Supervision.Shared.Tension;

namespace Supervision.Client.Replay;

/// <summary>What a tension curve says, in figures. Pure.</summary>
internal sealed class TensionSummary
{
    private readonly Dictionary<TensionLevel, int> _ms = [];

    internal TensionSummary(CallTension tension)
    {
        IReadOnlyList<IReadOnlyList<TensionPoint>> stretches = Stretches(tension.Points);
        foreach (IReadOnlyList<TensionPoint> stretch in stretches)
        {
            for (int i = 1; i < stretch.Count; i++)
            {
                TensionLevel level = stretch[i - 1].Level;
                _ms[level] = _ms.GetValueOrDefault(level) + stretch[i].AtMs - stretch[i - 1].AtMs;
            }
        }

        Gaps = Math.Max(0, stretches.Count - 1);
        Peak = tension.Points.Count == 0 ? null : tension.Points.MaxBy(point => point.Tension);
        Aggressive = [.. Episodes(stretches)];
    }

    /// <summary>Interruptions between the first point and the last.</summary>
    internal int Gaps { get; }

    /// <summary>Null of an empty curve.</summary>
    internal TensionPoint? Peak { get; }

    /// <summary>Where the voice was aggressive, from and until, on the call's clock.</summary>
    internal IReadOnlyList<(int FromMs, int UntilMs)> Aggressive { get; }

    /// <summary>How long the level was this one.</summary>
    internal int Ms(TensionLevel level) => _ms.GetValueOrDefault(level);

    /// <summary>The curve in pieces: nothing is measured between two of them.</summary>
    internal static IReadOnlyList<IReadOnlyList<TensionPoint>> Stretches(IReadOnlyList<TensionPoint> points)
    {
        var stretches = new List<List<TensionPoint>>();
        foreach (TensionPoint point in points)
        {
            if (stretches.Count == 0 || point.AtMs - stretches[^1][^1].AtMs > TensionPoint.MaxStepMs)
            {
                stretches.Add([]);
            }

            stretches[^1].Add(point);
        }

        return stretches;
    }

    private static IEnumerable<(int FromMs, int UntilMs)> Episodes(IEnumerable<IReadOnlyList<TensionPoint>> stretches)
    {
        foreach (IReadOnlyList<TensionPoint> stretch in stretches)
        {
            int? from = null;
            foreach (TensionPoint point in stretch)
            {
                bool isAggressive = point.Level == TensionLevel.Aggressive;
                if (isAggressive)
                {
                    from ??= point.AtMs;
                }
                else if (from is { } began)
                {
                    yield return (began, point.AtMs);
                    from = null;
                }
            }

            if (from is { } last)
            {
                yield return (last, stretch[^1].AtMs);
            }
        }
    }
}
