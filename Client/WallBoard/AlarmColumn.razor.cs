using Microsoft.AspNetCore.Components;
using Supervision.Shared;

namespace Supervision.Client.WallBoard;

/// <summary>The open alarms, what to do with them, and a list that stays still while somebody is in it.</summary>
public sealed partial class AlarmColumn : ComponentBase
{
    private readonly AlarmOrder _order = new();
    private ElementReference _list;
    private ResolveDialog? _dialog;

    /// <summary>In the order that the list takes when nobody is in it.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlarmItem> Items { get; set; }

    /// <summary>True while the pointer or the keyboard is in the list.</summary>
    [Parameter, EditorRequired]
    public required bool IsHeld { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmId> OnAcknowledge { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmResolution> OnResolve { get; set; }

    /// <summary>Key of the sentence that says why the last action failed; null when it did not.</summary>
    [Parameter]
    public string? Failure { get; set; }

    /// <summary>Stands in the column's head: the sound switch.</summary>
    [Parameter]
    public RenderFragment? HeadContent { get; set; }

    /// <summary>What the script module watches for a pointer.</summary>
    internal ElementReference List => _list;

    protected override void OnParametersSet()
    {
        _order.Hold(IsHeld);
        _order.Update(Items);
    }

    private void ShowNow() => _order.Settle();

    private Task OpenResolveAsync(AlarmItem item) => _dialog?.OpenAsync(item) ?? Task.CompletedTask;
}
