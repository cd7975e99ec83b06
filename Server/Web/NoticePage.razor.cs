using Microsoft.AspNetCore.Components;

namespace Supervision.Server.Web;

/// <summary>A page that stands alone when the one that was asked for cannot be shown; rendered on the server, without a circuit.</summary>
public sealed partial class NoticePage : ComponentBase
{
    /// <summary>First part of the names of its texts, for instance <c>DatabaseAway</c>.</summary>
    [Parameter]
    [EditorRequired]
    public required string Notice { get; set; }

    /// <summary>Where to go on.</summary>
    [Parameter]
    [EditorRequired]
    public required string Address { get; set; }

    /// <summary>Goes on by itself after so long.</summary>
    [Parameter]
    public int? RefreshSeconds { get; set; }
}
