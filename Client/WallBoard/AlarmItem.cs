using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.WallBoard;

/// <summary>An alarm and the call it is about; the call is null until it has been read.</summary>
/// <param name="Held">
/// The alarm as it was when somebody's hand came into the list: its buttons and reasons stay these until the hand leaves, so that no
/// button turns into another one under it. Null when nobody is there.
/// </param>
public sealed record AlarmItem(Alarm Alarm, CallSnapshot? Call, Alarm? Held = null)
{
    /// <summary>What buttons and reasons are drawn from.</summary>
    internal Alarm Offered => Held ?? Alarm;
}
