using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Alarms;

/// <summary>The fields above the history of alarms. A plain form too: it works before the circuit is there.</summary>
public sealed partial class AlarmFilterForm : ComponentBase
{
    private AlarmFilter? _shown;
    private AlarmFilter _filter = new();

    [Parameter, EditorRequired]
    public required AlarmFilter Filter { get; set; }

    /// <summary>Key of the sentence that says what is wrong; null when nothing is.</summary>
    [Parameter, EditorRequired]
    public required string? Error { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AlarmFilter> OnSearch { get; set; }

    private string? ErrorId => Error is null ? null : "filter-error";

    private string? IsInvalid => Error is null ? null : "true";

    protected override void OnParametersSet()
    {
        if (_shown != Filter)
        {
            _shown = _filter = Filter;
        }
    }

    private static string? Text(ChangeEventArgs change) => change.Value as string;

    private Task Submit() => OnSearch.InvokeAsync(_filter with { Page = 1 });
}
