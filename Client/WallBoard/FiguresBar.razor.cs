using Microsoft.AspNetCore.Components;

namespace Supervision.Client.WallBoard;

/// <summary>The four figures on top. The age of the oldest call ticks in the script module.</summary>
public sealed partial class FiguresBar : ComponentBase
{
    [Parameter, EditorRequired]
    public required int Live { get; set; }

    /// <summary>Null until the figures have been read.</summary>
    [Parameter, EditorRequired]
    public required int? Today { get; set; }

    /// <summary>Start of the oldest live call; null when none.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset? OldestStart { get; set; }

    [Parameter, EditorRequired]
    public required int Alarms { get; set; }

    /// <summary>Open alarms that nobody has taken.</summary>
    [Parameter, EditorRequired]
    public required int Raised { get; set; }
}
