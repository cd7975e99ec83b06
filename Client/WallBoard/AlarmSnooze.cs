using Supervision.Shared;

namespace Supervision.Client.WallBoard;

/// <summary>An alarm to put aside, and for how many minutes.</summary>
public sealed record AlarmSnooze(AlarmId Id, int Minutes);
