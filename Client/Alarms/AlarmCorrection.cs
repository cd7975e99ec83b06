using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>What an alarm was in truth, and why its outcome is put right.</summary>
public sealed record AlarmCorrection(AlarmId Id, AlarmOutcome Outcome, string Reason);
