using System.Collections.Concurrent;
using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <summary>Written by the incidents' grain alone, before it publishes; read by whoever asks who may see a call.</summary>
internal sealed class AttachedCalls : IAttachedCalls
{
    /// <summary>How many incidents in memory hold each call.</summary>
    private readonly ConcurrentDictionary<CallId, int> _holders = new();

    public IReadOnlyCollection<CallId> All => [.. _holders.Keys];

    public bool Contains(CallId id) => _holders.ContainsKey(id);

    /// <summary>What comes is counted before what goes: a call that stays is never missing in between.</summary>
    internal void Replace(Incident? before, Incident? after)
    {
        foreach (IncidentCall call in after?.Calls ?? [])
        {
            _holders.AddOrUpdate(call.CallId, 1, static (_, holders) => holders + 1);
        }

        foreach (IncidentCall call in before?.Calls ?? [])
        {
            if (_holders.TryGetValue(call.CallId, out int holders) && holders > 1)
            {
                _holders[call.CallId] = holders - 1;
            }
            else
            {
                _holders.TryRemove(call.CallId, out _);
            }
        }
    }
}
