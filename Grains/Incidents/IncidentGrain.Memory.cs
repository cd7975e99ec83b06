using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <summary>What the grain holds: kept on the journal, remembered, restored, and forgotten when it is long closed.</summary>
internal sealed partial class IncidentGrain
{
    private void Restore(IReadOnlyList<Incident> incidents, bool isWhole)
    {
        foreach (Incident incident in incidents.OrderBy(incident => incident.ClosedAt ?? DateTimeOffset.MaxValue))
        {
            if (!_known.TryGetValue(incident.Id, out Incident? known) || known.Revision < incident.Revision)
            {
                Incident restored = WithoutParties(incident);
                _numbering.Learn(restored.Number);
                Remember(restored);
                _feed.Publish(new IncidentChanged(restored));
            }
        }

        _isWhole |= isWhole;
        Count();
    }

    private void StartNumbering(IReadOnlyDictionary<int, int> lastSerials)
    {
        _numbering.Start(lastSerials);
        foreach (Incident waiting in _known.Values.Where(incident => incident.Number is null).OrderBy(incident => incident.OpenedAt).ThenBy(incident => incident.Id.Value).ToArray())
        {
            Keep(waiting with { Number = _numbering.Next(waiting.OpenedAt), Revision = waiting.Revision + 1 });
        }
    }

    private void Keep(Incident incident)
    {
        incident = WithoutParties(incident);
        Journal(incident);
        Remember(incident);
        Count();
        _feed.Publish(new IncidentChanged(incident));
    }

    private void Count()
    {
        Incident[] open = [.. _known.Values.Where(incident => incident.IsOpen())];
        Volatile.Write(ref _figures, new IncidentFigures(
            open.Length,
            open.Count(incident => incident.State != IncidentState.InProgress),
            _known.Values.Count(incident => incident.Number is null),
            _isWhole));
    }

    private void Remember(Incident incident)
    {
        Incident? before = _known.GetValueOrDefault(incident.Id);
        _known[incident.Id] = incident;
        _attached.Replace(before, incident);
        IndexAlarms(before, incident);
        IndexCalls(before, incident);
        if (!incident.IsOpen() && before?.IsOpen() != false)
        {
            _closed.Enqueue(incident.Id);
            ForgetOldest();
        }
    }

    private void IndexAlarms(Incident? before, Incident incident)
    {
        foreach (AlarmId alarm in incident.Alarms)
        {
            if (incident.MergedInto is null || !_byAlarm.ContainsKey(alarm))
            {
                _byAlarm[alarm] = incident.Id;
            }
        }

        foreach (AlarmId gone in before?.Alarms.Except(incident.Alarms) ?? [])
        {
            Forget(gone, incident.Id);
        }
    }

    private void IndexCalls(Incident? before, Incident incident)
    {
        foreach (IncidentCall call in incident.Calls)
        {
            if (incident.IsOpen())
            {
                _byCall.TryAdd(call.CallId, incident.Id);
            }
            else
            {
                Release(call.CallId, incident.Id);
            }
        }

        foreach (IncidentCall call in before?.Calls ?? [])
        {
            if (incident.Calls.All(kept => kept.CallId != call.CallId))
            {
                Release(call.CallId, incident.Id);
            }
        }
    }

    private void ForgetOldest()
    {
        while (_closed.Count > MaxClosed)
        {
            IncidentId oldest = _closed.Dequeue();
            if (_known.TryGetValue(oldest, out Incident? incident) && !incident.IsOpen())
            {
                _known.Remove(oldest);
                _attached.Replace(incident, null);
                foreach (AlarmId alarm in incident.Alarms)
                {
                    Forget(alarm, oldest);
                }
            }
        }
    }

    /// <summary>The alarm is not of this incident any more.</summary>
    private void Forget(AlarmId alarm, IncidentId holder)
    {
        if (_byAlarm.TryGetValue(alarm, out IncidentId id) && id == holder)
        {
            _byAlarm.Remove(alarm);
        }
    }

    /// <summary>The incident has the call no more: what comes of it goes to another open one that has it, the oldest.</summary>
    private void Release(CallId call, IncidentId holder)
    {
        if (!_byCall.TryGetValue(call, out IncidentId id) || id != holder)
        {
            return;
        }

        _byCall.Remove(call);
        Incident? next = _known.Values
            .Where(other => other.Id != holder && other.IsOpen() && other.Calls.Any(one => one.CallId == call))
            .MinBy(other => other.OpenedAt);
        if (next is not null)
        {
            _byCall[call] = next.Id;
        }
    }

    /// <summary>A journal that fails says so in its own health; the desk must still know.</summary>
    private void Journal(Incident incident)
    {
        try
        {
            _journal.Append(new IncidentJournalled(incident.Calls[0].CallId, _time.GetUtcNow(), incident));
        }
#pragma warning disable CA1031 // Whatever it throws, the incident must be seen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogJournalFailed(e, incident.Id);
        }
    }
}
