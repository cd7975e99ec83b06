using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>The rows of the history; one of them may be unfolded to its reasons and steps.</summary>
public sealed partial class AlarmTable : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlarmListItem> Items { get; set; }

    /// <summary>Whose reasons and steps are shown; null: nobody's.</summary>
    [Parameter, EditorRequired]
    public required AlarmId? Unfolded { get; set; }

    /// <summary>Of the unfolded alarm.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlarmStep> Steps { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmId> OnUnfold { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<Alarm> OnCorrect { get; set; }

    private static string? First(Alarm alarm) => alarm.Reasons.Select(reason => reason.Heard).FirstOrDefault(heard => heard.Length > 0);

    private static string? Who(Alarm alarm) => alarm.ResolvedBy ?? alarm.AcknowledgedBy;

    private static string Chip(Alarm alarm) => alarm switch
    {
        { State: AlarmState.Raised } => "Alarm",
        { Outcome: AlarmOutcome.Confirmed } => "Confirmed",
        { Outcome: AlarmOutcome.FalseAlarm } => "FalseAlarm",
        _ => "Held",
    };

    private string State(Alarm alarm) => alarm.Outcome is { } outcome ? Common.Word(outcome) : Common.Word(alarm.State);

    private string CallName(AlarmListItem item) => item.Call is { } call ? Common.Caller(call.Caller) : Texts["Row.Unknown"];
}
