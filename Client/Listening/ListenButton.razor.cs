using Microsoft.AspNetCore.Components;
using Supervision.Shared.Calls;

namespace Supervision.Client.Listening;

/// <summary>Opens the listening panel of the page for one live call. Not there where nobody may listen.</summary>
public sealed partial class ListenButton : ComponentBase
{
    [Parameter, EditorRequired]
    public required CallSnapshot Call { get; set; }

    [Inject]
    private ListenRequests Requests { get; set; } = null!;

    private bool CanListen =>
        Call.State != CallState.Ended && Call.Recording is not (RecordingState.Refused or RecordingState.Private);
}
