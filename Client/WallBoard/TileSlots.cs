using Supervision.Shared;

namespace Supervision.Client.WallBoard;

/// <summary>
/// Where each call sits on the wall-board. A call keeps its place for its whole life: the end of another one leaves a free place that
/// the next call takes. Places close up only when that lets the tiles grow, and never while somebody is about to click. Not thread-safe.
/// </summary>
internal sealed class TileSlots
{
    private readonly List<CallId?> _slots = [];

    /// <summary>In the order of the screen; null is a free place.</summary>
    internal IReadOnlyList<CallId?> Slots => _slots;

    internal Density Density => Densities.For(_slots.Count);

    internal void Add(CallId id)
    {
        if (_slots.Contains(id))
        {
            return;
        }

        int free = _slots.IndexOf(null);
        if (free < 0)
        {
            _slots.Add(id);
        }
        else
        {
            _slots[free] = id;
        }
    }

    internal void Remove(CallId id)
    {
        int slot = _slots.IndexOf(id);
        if (slot >= 0)
        {
            _slots[slot] = null;
        }
    }

    /// <summary>Drops free places at the end, and closes up where the tiles can then be larger.</summary>
    internal void Settle()
    {
        while (_slots.Count > 0 && _slots[^1] is null)
        {
            _slots.RemoveAt(_slots.Count - 1);
        }

        int taken = _slots.Count(slot => slot is not null);
        if (Densities.For(taken) < Density)
        {
            _slots.RemoveAll(slot => slot is null);
        }
    }
}
