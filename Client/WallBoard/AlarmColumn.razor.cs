using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>The open alarms, what to do with them, and a list that stays still while somebody is in it.</summary>
public sealed partial class AlarmColumn : ComponentBase
{
    /// <summary>In the order of the help.</summary>
    private static readonly string[] Acts = ["Acknowledge", "TakeOver", "Snooze", "Escalate", "Resolve", "Detail"];

    private readonly AlarmOrder _order = new();
    private ElementReference _list;
    private ResolveDialog? _resolve;
    private EscalateDialog? _escalate;
    private SnoozeDialog? _snooze;

    /// <summary>In the order that the list takes when nobody is in it.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlarmItem> Items { get; set; }

    /// <summary>True while the pointer or the keyboard is in the list.</summary>
    [Parameter, EditorRequired]
    public required bool IsHeld { get; set; }

    /// <summary>Name of the signed-in user; null when it is not known.</summary>
    [Parameter]
    public string? Me { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmId> OnAcknowledge { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmId> OnTakeOver { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmSnooze> OnSnooze { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmEscalation> OnEscalate { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmResolution> OnResolve { get; set; }

    /// <summary>Reads the steps of an alarm that somebody unfolds.</summary>
    [Parameter, EditorRequired]
    public required Func<AlarmId, Task<IReadOnlyList<AlarmStep>>> ReadSteps { get; set; }

    /// <summary>Why the last action failed; null when it did not.</summary>
    [Parameter]
    public string? Failure { get; set; }

    /// <summary>Stands in the column's head: the sound switch.</summary>
    [Parameter]
    public RenderFragment? HeadContent { get; set; }

    /// <summary>What the script module watches for a pointer.</summary>
    internal ElementReference List => _list;

    private string Waiting => _order.WaitingCount == 1
        ? Texts["Column.New.One"]
        : Texts["Column.New.Many", _order.WaitingCount.ToString(CultureInfo.CurrentCulture)];

    protected override void OnParametersSet()
    {
        _order.Hold(IsHeld);
        _order.Update(Items);
    }

    private void ShowNow() => _order.Settle();

    private Task AcknowledgeAsync(AlarmId id) => ActAsync(id, OnAcknowledge, id);

    private Task TakeOverAsync(AlarmId id) => ActAsync(id, OnTakeOver, id);

    private Task SnoozeAsync(AlarmSnooze snooze) => ActAsync(snooze.Id, OnSnooze, snooze);

    private Task EscalateAsync(AlarmEscalation escalation) => ActAsync(escalation.Id, OnEscalate, escalation);

    private Task ResolveAsync(AlarmResolution resolution) => ActAsync(resolution.Id, OnResolve, resolution);

    private Task AskResolveAsync(AlarmItem item) => _resolve?.OpenAsync(item) ?? Task.CompletedTask;

    private Task AskEscalateAsync(AlarmItem item) => _escalate?.OpenAsync(item) ?? Task.CompletedTask;

    private Task AskSnoozeAsync(AlarmItem item) => _snooze?.OpenAsync(item) ?? Task.CompletedTask;

    private Task ActAsync<T>(AlarmId id, EventCallback<T> act, T argument)
    {
        _order.Thaw(id);
        return act.InvokeAsync(argument);
    }
}
