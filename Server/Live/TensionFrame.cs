using Supervision.Shared;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Server.Live;

/// <summary>Tension of all calls that moved in one half-second, as compact as JSON allows. Immutable; shared by all connections.</summary>
/// <param name="Calls">One for each point; a call may come twice, in the order of its clock.</param>
/// <param name="Points">Three for each: position in ms, tension in thousandths, level.</param>
/// <param name="RaiseThreshold">What all of them are read against.</param>
internal sealed record TensionFrame(IReadOnlyList<CallId> Calls, IReadOnlyList<int> Points, float RaiseThreshold)
{
    private const int NumbersPerPoint = 3;

    internal static TensionFrame Empty { get; } = new([], [], 0);

    internal static TensionFrame Of(IReadOnlyList<TensionMeasured> measured, float raiseThreshold)
    {
        var calls = new CallId[measured.Count];
        int[] points = new int[measured.Count * NumbersPerPoint];
        for (int i = 0; i < measured.Count; i++)
        {
            TensionPoint point = measured[i].Tension;
            calls[i] = measured[i].CallId;
            points[i * NumbersPerPoint] = point.AtMs;
            points[(i * NumbersPerPoint) + 1] = (int)MathF.Round(point.Tension * 1000);
            points[(i * NumbersPerPoint) + 2] = (int)point.Level;
        }

        return new TensionFrame(calls, points, raiseThreshold);
    }

    internal TensionFrame Only(Func<CallId, bool> wanted)
    {
        int[] kept = [.. Enumerable.Range(0, Calls.Count).Where(i => wanted(Calls[i]))];
        return kept.Length == Calls.Count
            ? this
            : new TensionFrame(
                [.. kept.Select(i => Calls[i])],
                [.. kept.SelectMany(i => Points.Skip(i * NumbersPerPoint).Take(NumbersPerPoint))],
                RaiseThreshold);
    }
}
