using Microsoft.AspNetCore.Components;
using Supervision.Client.Alarms;
using Supervision.Client.Components;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>
/// One alarm: what, how grave, what was heard, in which call, since when, who has it, and what can be done with it. Draws again only for
/// another alarm or call record, or when it is unfolded: the board is drawn many times a second, with as many cards as there are alarms.
/// </summary>
public sealed partial class AlarmCard : ComponentBase
{
    private IReadOnlyList<AlarmStep> _steps = [];
    private int _stepsRevision;
    private bool _isUnfolded;
    private (AlarmItem, string?, bool, IReadOnlyList<AlarmStep>)? _drawn;

    [Parameter, EditorRequired]
    public required AlarmItem Item { get; set; }

    /// <summary>Name of the signed-in user; null when it is not known.</summary>
    [Parameter, EditorRequired]
    public required string? Me { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmId> OnAcknowledge { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmId> OnTakeOver { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmItem> OnSnooze { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmItem> OnEscalate { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmItem> OnResolve { get; set; }

    /// <summary>Reads the steps when somebody unfolds them.</summary>
    [Parameter, EditorRequired]
    public required Func<AlarmId, Task<IReadOnlyList<AlarmStep>>> ReadSteps { get; set; }

    private Alarm Alarm => Item.Alarm;

    private Alarm Offered => Item.Offered;

    /// <summary>What was heard last says best what goes on; a circumstance was not heard.</summary>
    private AlarmReason? Newest => Alarm.Reasons.LastOrDefault(reason => !reason.IsCircumstance()) ?? (Alarm.Reasons.Count > 0 ? Alarm.Reasons[^1] : null);

    private string TitleId => $"alarm-{Alarm.Id}";

    private string DetailId => $"alarm-detail-{Alarm.Id}";

    private string Replay => AlarmLinks.Replay(Alarm);

    private string CallName => Item.Call is { } call ? Common.Caller(call.Caller) : Board["Alarms.Call"];

    private string Taken => Alarm switch
    {
        { State: AlarmState.Resolved } => Common.Word(AlarmState.Resolved),
        { SnoozedUntil: { } until } => Texts["Mark.Snoozed", Clock.Hour(until)],
        { AcknowledgedBy: { } by, AcknowledgedAt: { } at } =>
            by == Me ? Texts["Mark.Mine", Clock.Hour(at)] : Texts["Mark.Owner", by, Clock.Hour(at)],
        _ => Common.Word(AlarmState.Acknowledged),
    };

    private string? EscalatedBy => Alarm switch
    {
        { EscalatedAt: null } => null,
        { EscalatedAt: { } at, EscalatedBy: { } by } => Texts["Mark.EscalatedBy", by, Clock.Hour(at)].Value,
        { EscalatedAt: { } at } => Texts["Mark.EscalatedAlone", Clock.Hour(at)].Value,
    };

    protected override Task OnParametersSetAsync() =>
        _isUnfolded && Item.Held is null && _stepsRevision != Alarm.Revision ? ReadAsync() : Task.CompletedTask;

    protected override bool ShouldRender()
    {
        (AlarmItem, string?, bool, IReadOnlyList<AlarmStep>) now = (Item, Me, _isUnfolded, _steps);
        bool isStale = _drawn != now;
        _drawn = now;
        return isStale;
    }

    private string? Scored(AlarmReason reason) => Common.Score(reason) is { } score ? $", {score}" : null;

    private string Named(string key) => Texts[key, Common.Word(Alarm.Category), CallName, Alarm.AcknowledgedBy ?? ""];

    private Task UnfoldAsync()
    {
        _isUnfolded = !_isUnfolded;
        return _isUnfolded ? ReadAsync() : Task.CompletedTask;
    }

    private async Task ReadAsync()
    {
        _stepsRevision = Alarm.Revision;
        _steps = await ReadSteps(Alarm.Id);
    }
}
