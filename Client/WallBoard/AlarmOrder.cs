using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>
/// Which alarms stand where. While somebody is in the list nothing moves: newcomers wait and are counted, alarms that another person
/// closes stay where they are, marked as closed, and what another person changes changes no button. Not thread-safe.
/// </summary>
internal sealed class AlarmOrder
{
    private readonly HashSet<AlarmId> _thawed = [];
    private List<AlarmItem> _shown = [];
    private IReadOnlyList<AlarmItem> _latest = [];

    internal IReadOnlyList<AlarmItem> Shown => _shown;

    internal bool IsHeld { get; private set; }

    /// <summary>Newcomers that wait for the list to be let go.</summary>
    internal int WaitingCount { get; private set; }

    /// <summary>The gravest of them.</summary>
    internal AlarmSeverity WaitingSeverity { get; private set; }

    internal void Update(IReadOnlyList<AlarmItem> latest)
    {
        _latest = latest;
        if (IsHeld)
        {
            Refresh();
        }
        else
        {
            Settle();
        }
    }

    internal void Hold(bool isHeld)
    {
        IsHeld = isHeld;
        if (!isHeld)
        {
            Settle();
        }
    }

    /// <summary>The hand in the list did something with this alarm: its buttons follow from now on.</summary>
    internal void Thaw(AlarmId id) => _thawed.Add(id);

    /// <summary>Takes the latest order now: let go, or asked for.</summary>
    internal void Settle()
    {
        _thawed.Clear();
        _shown = [.. _latest];
        WaitingCount = 0;
    }

    private void Refresh()
    {
        var latest = _latest.ToDictionary(item => item.Alarm.Id);
        _shown = [.. _shown.Select(item => Kept(item, latest.GetValueOrDefault(item.Alarm.Id)))];
        HashSet<AlarmId> shown = [.. _shown.Select(item => item.Alarm.Id)];
        AlarmItem[] waiting = [.. _latest.Where(item => !shown.Contains(item.Alarm.Id))];
        WaitingCount = waiting.Length;
        WaitingSeverity = waiting.Length == 0 ? default : waiting.Max(item => item.Alarm.Severity);
    }

    private AlarmItem Kept(AlarmItem item, AlarmItem? latest)
    {
        AlarmItem now = latest ?? item with { Alarm = item.Alarm with { State = AlarmState.Resolved } };
        return now with { Held = _thawed.Contains(item.Alarm.Id) ? null : item.Offered };
    }
}
