using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Supervision.Client.Components;
using Supervision.Shared;

namespace Supervision.Client.WallBoard;

/// <summary>What does not work as it should, one plain sentence each, the worst first. Nothing when all is well.</summary>
public sealed partial class StatusStrip : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<PartHealth> Parts { get; set; }

    private List<PartHealth> Troubles => [.. Parts.Where(part => part.State != PartState.Ok).OrderByDescending(part => part.State)];

    private string Sentence(PartHealth part)
    {
        string suffix = part.State == PartState.Failed ? ".Failed" : "";
        LocalizedString own = Texts[$"Status.{part.Part}{suffix}"];
        if (own.ResourceNotFound)
        {
            own = Texts[$"Status.{part.Part}"];
        }

        return own.ResourceNotFound ? Texts[$"Status.other{suffix}", Common.Part(part.Part)] : own;
    }
}
