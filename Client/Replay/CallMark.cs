using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Replay;

/// <summary>One alarm, event or gap on a call's clock.</summary>
/// <param name="AtMs">On the call's clock.</param>
/// <param name="Kind">What colours the flag: <c>Alarm</c>, <c>Gap</c> or <c>Event</c>.</param>
public sealed record CallMark(int AtMs, string Kind, Alarm? Alarm, AlarmReason? Reason, CallTimelineEvent? Event)
{
    /// <summary>All marks of a call in the order of its clock; gaps that are both an event and in the transcript are told once.</summary>
    internal static IReadOnlyList<CallMark> Of(CallDetails details)
    {
        IEnumerable<CallMark> alarms = details.Alarms.SelectMany(alarm =>
            alarm.Reasons.Select(reason => new CallMark(reason.AtMs, "Alarm", alarm, reason, null)));
        IEnumerable<CallMark> events = details.Events.Where(one => one.Kind != "gap")
            .Select(one => new CallMark(one.AtMs, "Event", null, null, one));
        IEnumerable<CallMark> gaps = details.Transcript.Where(utterance => utterance.Kind == UtteranceKind.Gap)
            .Select(gap => new CallMark(gap.StartMs, "Gap", null, null, new CallTimelineEvent("gap", gap.StartMs, "")));
        return [.. alarms.Concat(events).Concat(gaps).OrderBy(mark => mark.AtMs)];
    }
}
