using System.Globalization;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>Addresses that alarms lead to.</summary>
internal static class AlarmLinks
{
    /// <summary>One hears what led to it.</summary>
    private const int LeadMs = 4000;

    /// <summary>The call, at what was heard first.</summary>
    internal static string Replay(Alarm alarm)
    {
        int atMs = alarm.Reasons.Count > 0 ? Math.Max(0, alarm.Reasons[0].AtMs - LeadMs) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"calls/{alarm.CallId}?at={atMs}");
    }
}
