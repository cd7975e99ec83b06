using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.WallBoard;

/// <summary>An alarm and the call it is about; the call is null until it has been read.</summary>
public sealed record AlarmItem(Alarm Alarm, CallSnapshot? Call);
