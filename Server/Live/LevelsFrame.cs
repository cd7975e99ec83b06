using Supervision.Shared;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>Levels of all calls at one moment, as compact as JSON allows. Immutable; shared by all connections.</summary>
/// <param name="Calls">Calls that were measured.</param>
/// <param name="Levels">Three for each call: caller, agent, mixed; whole dBFS; null where the call has no such lane.</param>
internal sealed record LevelsFrame(IReadOnlyList<CallId> Calls, IReadOnlyList<int?> Levels)
{
    private const int LanesPerCall = 3;

    internal static LevelsFrame Empty { get; } = new([], []);

    internal static LevelsFrame Of(IReadOnlyCollection<LevelsMeasured> measured)
    {
        var calls = new CallId[measured.Count];
        int?[] levels = new int?[measured.Count * LanesPerCall];
        int i = 0;
        foreach (LevelsMeasured one in measured)
        {
            calls[i] = one.CallId;
            levels[i * LanesPerCall] = Whole(one.CallerDbfs);
            levels[(i * LanesPerCall) + 1] = Whole(one.AgentDbfs);
            levels[(i * LanesPerCall) + 2] = Whole(one.MixedDbfs);
            i++;
        }

        return new LevelsFrame(calls, levels);
    }

    internal LevelsFrame Only(Func<CallId, bool> wanted)
    {
        int[] kept = [.. Enumerable.Range(0, Calls.Count).Where(i => wanted(Calls[i]))];
        return new LevelsFrame(
            [.. kept.Select(i => Calls[i])],
            [.. kept.SelectMany(i => Levels.Skip(i * LanesPerCall).Take(LanesPerCall))]);
    }

    private static int? Whole(float? dbfs) => dbfs is { } value ? (int)MathF.Round(value) : null;
}
