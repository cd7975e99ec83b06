using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Components;

/// <summary>One drawing of the console's set, in the colour and size of the text around it.</summary>
public sealed partial class Icon : ComponentBase
{
    [Parameter, EditorRequired]
    public required IconName Name { get; set; }
}
