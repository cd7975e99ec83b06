using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>
/// Which alarms stand where. While somebody is in the list nothing moves: newcomers wait and are counted, alarms that another person
/// closes stay where they are, marked as closed. Not thread-safe.
/// </summary>
internal sealed class AlarmOrder
{
    private List<AlarmItem> _shown = [];
    private IReadOnlyList<AlarmItem> _latest = [];

    internal IReadOnlyList<AlarmItem> Shown => _shown;

    internal bool IsHeld { get; private set; }

    /// <summary>Newcomers that wait for the list to be let go.</summary>
    internal int WaitingCount { get; private set; }

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

    /// <summary>Takes the latest order now: let go, or asked for.</summary>
    internal void Settle()
    {
        _shown = [.. _latest];
        WaitingCount = 0;
    }

    private void Refresh()
    {
        var latest = _latest.ToDictionary(item => item.Alarm.Id);
        _shown = [.. _shown.Select(item => latest.GetValueOrDefault(item.Alarm.Id) ?? Closed(item))];
        HashSet<AlarmId> shown = [.. _shown.Select(item => item.Alarm.Id)];
        WaitingCount = _latest.Count(item => !shown.Contains(item.Alarm.Id));
    }

    private static AlarmItem Closed(AlarmItem item) => item with { Alarm = item.Alarm with { State = AlarmState.Resolved } };
}
