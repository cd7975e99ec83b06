using Supervision.Shared;

namespace Supervision.Grains.Ports;

/// <summary>What is known of a caller's number from other calls. In memory; never blocks, and knows what it was told so far.</summary>
public interface ICallerHistory
{
    /// <summary>Other calls of this number; nothing of a number that is not known.</summary>
    /// <param name="number">As received.</param>
    /// <param name="except">The call that asks.</param>
    /// <param name="since">Calls begun at or after.</param>
    CallerPast Look(string number, CallId except, DateTimeOffset since);
}

/// <summary>Past of one number.</summary>
/// <param name="Calls">Other calls since the time that was asked for.</param>
/// <param name="ConfirmedAlarms">Alarms of this number that a human confirmed in the last 24 hours.</param>
public readonly record struct CallerPast(int Calls, int ConfirmedAlarms);
