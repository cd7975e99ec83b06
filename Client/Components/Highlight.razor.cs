using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Components;

/// <summary>Text in which the matches of a search are marked.</summary>
public sealed partial class Highlight : ComponentBase
{
    /// <summary>Matches stand between U+2068 and U+2069.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }
}
