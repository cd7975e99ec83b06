using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Search;

/// <summary>Links to the pages before and after. Links, so that they can be opened beside and kept.</summary>
public sealed partial class Pager : ComponentBase
{
    /// <summary>From 1.</summary>
    [Parameter, EditorRequired]
    public required int Page { get; set; }

    [Parameter, EditorRequired]
    public required int PageCount { get; set; }

    /// <summary>The address of a page.</summary>
    [Parameter, EditorRequired]
    public required Func<int, string> Address { get; set; }
}
