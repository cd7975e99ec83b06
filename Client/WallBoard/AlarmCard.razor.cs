using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>One alarm: what, how grave, what was heard, in which call, since when, and the two things to do with it.</summary>
public sealed partial class AlarmCard : ComponentBase
{
    /// <summary>An insult repeated twenty times is one line and a number.</summary>
    private const int ReasonsShown = 2;

    [Parameter, EditorRequired]
    public required AlarmItem Item { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmId> OnAcknowledge { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmItem> OnResolve { get; set; }

    private Alarm Alarm => Item.Alarm;

    private string TitleId => $"alarm-{Alarm.Id}";

    private string CallName => Item.Call is { } call ? Common.Caller(call.Caller) : Texts["Alarms.Call"];

    private string? MoreReasons => (Alarm.Reasons.Count - ReasonsShown) switch
    {
        <= 0 => null,
        1 => Texts["Alarms.One"].Value,
        int more => Texts["Alarms.More", more.ToString(CultureInfo.CurrentCulture)].Value,
    };

    private string Taken => Alarm switch
    {
        { State: AlarmState.Resolved } => Common.Word(AlarmState.Resolved),
        { AcknowledgedBy: { } by, AcknowledgedAt: { } at } =>
            Texts["Alarms.AcknowledgedBy", by, Clock.ToLocal(at).ToString("t", CultureInfo.CurrentCulture)],
        _ => Common.Word(AlarmState.Acknowledged),
    };

    private string? Scored(AlarmReason reason) => Common.Measured(reason) is { } measured ? $", {measured}" : null;
}
