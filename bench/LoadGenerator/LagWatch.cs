using Supervision.Shared;

namespace Supervision.LoadGenerator;

/// <summary>The worst lag that each call's tile showed.</summary>
internal sealed class LagWatch
{
    private readonly Dictionary<CallId, int> worst = [];

    /// <summary>Of all calls.</summary>
    internal int WorstMs => worst.Values.DefaultIfEmpty(0).Max();

    internal void Saw(CallId call, int lagMs) => worst[call] = Math.Max(lagMs, worst.GetValueOrDefault(call));

    internal int CallsUnder(int lagMs) => worst.Values.Count(value => value < lagMs);
}
