using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Replay;

/// <summary>Alarms and events of a call in words, with who handled them and why they were raised.</summary>
public sealed partial class CallMarks : ComponentBase
{
    [Parameter, EditorRequired]
    public required CallDetails Details { get; set; }

    private IReadOnlyList<CallMark> Marks => CallMark.Of(Details);

    private static IconName Picture(CallMark mark) => mark switch
    {
        { Alarm: { } alarm } => Vocabulary.Icon(alarm.Severity),
        { Kind: "Gap" } => IconName.Mute,
        { Event.Kind: "held" or "resumed" } => IconName.Hold,
        { Event.Kind: "paused" } => IconName.Pause,
        { Event.Kind: "listen-began" or "listen-ended" } => IconName.Listen,
        { Event.Kind: "refused" } => IconName.Refused,
        _ => IconName.Info,
    };

    private string Why(AlarmReason reason) => Common.Measured(reason) is { } measured
        ? Texts["Alarm.WhyScored", Common.Rule(reason), reason.Model, measured]
        : Texts["Alarm.Why", Common.Rule(reason), reason.Model];

    private string? Handling(Alarm alarm) => alarm switch
    {
        { Outcome: { } outcome, ResolvedBy: { } by, ResolvedAt: { } at } => Texts["Alarm.ResolvedBy", Common.Word(outcome), by, Local(at)].Value,
        { AcknowledgedBy: { } by, AcknowledgedAt: { } at } => Texts["Alarm.AcknowledgedBy", by, Local(at)].Value,
        _ => null,
    };

    private string Local(DateTimeOffset at) => Clock.ToLocal(at).ToString("g", CultureInfo.CurrentCulture);
}
