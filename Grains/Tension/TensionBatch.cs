using Supervision.Shared.Tension;

namespace Supervision.Grains.Tension;

/// <summary>Points that wait to be journalled, at one a second and at each change of level. Used by one grain alone.</summary>
internal sealed class TensionBatch
{
    /// <summary>A server that dies loses at most so much of a curve.</summary>
    internal const int BatchMs = 10_000;

    /// <summary>Position, tension in thousandths, level.</summary>
    internal const int NumbersPerPoint = 3;

    private const int StepMs = 1000;

    private readonly List<int> _numbers = [];
    private TensionPoint? _kept;

    /// <summary>Of the first point that waits.</summary>
    internal int FromMs => _numbers[0];

    internal bool IsEmpty => _numbers.Count == 0;

    /// <summary>True when the batch is due.</summary>
    internal bool Add(TensionPoint point)
    {
        if (_kept is { } kept && kept.Level == point.Level && point.AtMs - kept.AtMs < StepMs)
        {
            return false;
        }

        _kept = point;
        _numbers.AddRange([point.AtMs, (int)MathF.Round(point.Tension * 1000), (int)point.Level]);
        return point.AtMs - FromMs >= BatchMs;
    }

    internal int[] Take()
    {
        int[] taken = [.. _numbers];
        _numbers.Clear();
        return taken;
    }

    /// <summary>What waits is thrown away.</summary>
    internal void Discard() => _numbers.Clear();

    /// <summary>As journalled, back to points; what is no level is calm, because it was written by another version.</summary>
    internal static IEnumerable<TensionPoint> Unpack(IReadOnlyList<int> numbers)
    {
        for (int i = 0; i + NumbersPerPoint <= numbers.Count; i += NumbersPerPoint)
        {
            var level = (TensionLevel)numbers[i + 2];
            yield return new TensionPoint(
                numbers[i], numbers[i + 1] / 1000f, Enum.IsDefined(level) ? level : TensionLevel.Calm);
        }
    }
}
