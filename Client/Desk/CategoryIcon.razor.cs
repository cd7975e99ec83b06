using Microsoft.AspNetCore.Components;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Desk;

/// <summary>The drawing of what an incident is about, in the colour and size of the text around it.</summary>
public sealed partial class CategoryIcon : ComponentBase
{
    /// <summary>Null: opened by hand without saying what it is.</summary>
    [Parameter, EditorRequired]
    public required AlarmCategory? Category { get; set; }
}
