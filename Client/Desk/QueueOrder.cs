using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>
/// Which incidents stand where. While somebody is in the list nothing moves: newcomers wait and are counted, incidents that another person
/// closes stay where they are, marked as closed. Not thread-safe.
/// </summary>
internal sealed class QueueOrder
{
    private readonly Dictionary<IncidentId, Incident> _known = [];
    private List<Incident> _shown = [];

    internal IReadOnlyList<Incident> Shown => _shown;

    internal bool IsHeld { get; private set; }

    /// <summary>Newcomers that wait for the list to be let go.</summary>
    internal int WaitingCount { get; private set; }

    internal int OpenCount => _known.Values.Count(IsOpen);

    internal int UnhandledCount => _known.Values.Count(incident => IsOpen(incident) && incident.State != IncidentState.InProgress);

    internal void Reset(IEnumerable<Incident> open)
    {
        _known.Clear();
        foreach (Incident incident in open)
        {
            _known[incident.Id] = incident;
        }

        Refresh();
    }

    /// <summary>True when it was not known, and is open.</summary>
    internal bool Put(Incident incident)
    {
        bool isNew = !_known.TryGetValue(incident.Id, out Incident? known);
        if (!isNew && known!.Revision >= incident.Revision)
        {
            return false;
        }

        _known[incident.Id] = incident;
        Refresh();
        return isNew && IsOpen(incident);
    }

    internal void Hold(bool isHeld)
    {
        IsHeld = isHeld;
        Refresh();
    }

    /// <summary>Takes the latest order now: let go, or asked for.</summary>
    internal void Settle()
    {
        foreach (IncidentId closed in _known.Values.Where(incident => !IsOpen(incident)).Select(incident => incident.Id).ToArray())
        {
            _known.Remove(closed);
        }

        _shown = [.. IncidentQueue.Order(_known.Values)];
        WaitingCount = 0;
    }

    private void Refresh()
    {
        if (!IsHeld)
        {
            Settle();
            return;
        }

        _shown = [.. _shown.Select(incident => _known.GetValueOrDefault(incident.Id) ?? incident)];
        HashSet<IncidentId> shown = [.. _shown.Select(incident => incident.Id)];
        WaitingCount = _known.Values.Count(incident => IsOpen(incident) && !shown.Contains(incident.Id));
    }

    private static bool IsOpen(Incident incident) => incident.State != IncidentState.Closed;
}
