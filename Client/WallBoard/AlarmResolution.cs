using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>What a human says of an alarm when she closes it.</summary>
public sealed record AlarmResolution(AlarmId Id, AlarmOutcome Outcome, string? Note);
