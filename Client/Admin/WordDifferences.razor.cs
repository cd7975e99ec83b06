using Microsoft.AspNetCore.Components;
using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>Lines that were added and removed, one below the other.</summary>
public sealed partial class WordDifferences : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<WordListDifference> Items { get; set; }
}
