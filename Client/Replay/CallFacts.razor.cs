using Microsoft.AspNetCore.Components;
using Supervision.Shared.Calls;

namespace Supervision.Client.Replay;

/// <summary>Who, when, how long, how it ended, and what was kept of it.</summary>
public sealed partial class CallFacts : ComponentBase
{
    [Parameter, EditorRequired]
    public required CallDetails Details { get; set; }

    private CallSnapshot Call => Details.Call;
}
