using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;

namespace Supervision.Client.Search;

/// <summary>The fields above the list of calls. A plain form too: it works before the circuit is there.</summary>
public sealed partial class CallFilterForm : ComponentBase
{
    private CallFilter? _shown;
    private string? _from;
    private string? _to;
    private string? _number;
    private string? _agent;
    private string? _words;

    [Parameter, EditorRequired]
    public required CallFilter Filter { get; set; }

    /// <summary>Where the shortcuts count from.</summary>
    [Parameter, EditorRequired]
    public required DateOnly Today { get; set; }

    /// <summary>Key of the sentence that says what is wrong; null when nothing is.</summary>
    [Parameter, EditorRequired]
    public required string? Error { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<CallFilter> OnSearch { get; set; }

    private string? ErrorId => Error is null ? null : "filter-error";

    private string? IsInvalid => Error is null ? null : "true";

    private IEnumerable<(string Name, string Address, bool IsCurrent)> Shortcuts =>
    [
        Shortcut("Shortcut.Today", Today, Today),
        Shortcut("Shortcut.Yesterday", Today.AddDays(-1), Today.AddDays(-1)),
        Shortcut("Shortcut.Week", Today.AddDays(-6), Today),
    ];

    protected override void OnParametersSet()
    {
        if (_shown == Filter)
        {
            return;
        }

        _shown = Filter;
        (_from, _to, _number, _agent, _words) = (Filter.From, Filter.To, Filter.Number, Filter.Agent, Filter.Words);
    }

    private Task Submit() => OnSearch.InvokeAsync(new CallFilter { From = _from, To = _to, Number = _number, Agent = _agent, Words = _words });

    private (string Name, string Address, bool IsCurrent) Shortcut(string name, DateOnly from, DateOnly to)
    {
        CallFilter filter = Filter with { From = FilterAddress.Day(from), To = FilterAddress.Day(to), Page = 1 };
        return (name, filter.ToAddress(), filter.From == Filter.From && filter.To == Filter.To);
    }
}
