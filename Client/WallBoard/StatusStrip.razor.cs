using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared;

namespace Supervision.Client.WallBoard;

/// <summary>What does not work as it should, one plain sentence each, the worst first. Nothing when all is well.</summary>
public sealed partial class StatusStrip : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<PartHealth> Parts { get; set; }

    private List<PartHealth> Troubles => [.. Parts.Where(part => part.State != PartState.Ok).OrderByDescending(part => part.State)];

    private string Sentence(PartHealth part) =>
        Texts.Sentence("Status", part) ?? Texts[part.State == PartState.Failed ? "Status.other.Failed" : "Status.other", Common.Part(part.Part)];
}
