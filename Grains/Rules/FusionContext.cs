using Supervision.Grains.Ports;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Rules;

/// <summary>
/// The circumstances of one call that make what is heard graver: repeated caller, talk-over, long call. They concern the call, never a
/// person at work, and never raise anything alone. Used by one grain alone.
/// </summary>
internal sealed class FusionContext(AggressionSettings settings, ICallerHistory? history, CallId callId)
{
    /// <summary>100 measures × 100 ms = 10 s.</summary>
    internal const int Measures = 100;

    /// <summary>A voice on the telephone is louder, what a lane hears of the other one is softer.</summary>
    internal const float VoiceDbfs = -40f;

    private const int MsPerMinute = 60_000;

    private readonly bool[] _together = new bool[Measures];
    private int _next;
    private int _count;

    /// <summary>Share of the last ten seconds in which both spoke, 0 to 1.</summary>
    internal float TalkOver => (float)_count / Measures;

    /// <summary>100 ms of both lanes, in dBFS; null where the call has no such lane.</summary>
    internal void OnLevels(float? callerDbfs, float? agentDbfs)
    {
        bool both = callerDbfs >= VoiceDbfs && agentDbfs >= VoiceDbfs;
        _count += (both ? 1 : 0) - (_together[_next] ? 1 : 0);
        _together[_next] = both;
        _next = (_next + 1) % Measures;
    }

    /// <summary>What was heard before a pause or a hold does not count after it.</summary>
    internal void Forget()
    {
        Array.Clear(_together);
        _count = 0;
    }

    /// <summary>The circumstances that hold now, each as a reason.</summary>
    /// <param name="number">The caller's; null when withheld.</param>
    /// <param name="atMs">On the call's clock.</param>
    /// <param name="now">UTC.</param>
    internal List<AlarmReason> Reasons(string? number, int atMs, DateTimeOffset now)
    {
        var reasons = new List<AlarmReason>();
        if (number is { Length: > 0 } && history is not null)
        {
            AddPast(reasons, history.Look(number, callId, now.AddMinutes(-settings.RepeatedWithinMinutes)), atMs);
        }

        float most = settings.TalkOverPercent / 100f;
        if (settings.TalkOverPercent > 0 && TalkOver > most)
        {
            reasons.Add(Reason(FusionNames.TalkOver, Lane.Mixed, atMs, TalkOver, most));
        }

        if (settings.LongCallMinutes > 0 && atMs >= settings.LongCallMinutes * MsPerMinute)
        {
            reasons.Add(Reason(FusionNames.LongCall, Lane.Caller, atMs, (float)atMs / MsPerMinute, settings.LongCallMinutes));
        }

        return reasons;
    }

    private void AddPast(List<AlarmReason> reasons, CallerPast past, int atMs)
    {
        int calls = past.Calls + 1;
        if (settings.RepeatedCalls > 0 && calls >= settings.RepeatedCalls)
        {
            reasons.Add(Reason(FusionNames.RepeatedCaller, Lane.Caller, atMs, calls, settings.RepeatedCalls));
        }

        if (past.ConfirmedAlarms > 0)
        {
            reasons.Add(Reason(FusionNames.ConfirmedAlarm, Lane.Caller, atMs, past.ConfirmedAlarms, 1));
        }
    }

    private static AlarmReason Reason(string rule, Lane lane, int atMs, float score, float threshold) =>
        new(rule, "", lane, atMs, FusionNames.Version, score, threshold);
}
