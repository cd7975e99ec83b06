using Microsoft.AspNetCore.Components;
using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>What the draft changes, and its publication with a comment.</summary>
public sealed partial class WordPublishForm : ComponentBase
{
    /// <summary>Characters.</summary>
    private const int MaxComment = 500;

    private string _comment = "";
    private bool _isMissing;
    private bool _isDiscarding;

    [Parameter, EditorRequired]
    public required WordListDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<WordListDifference> Differences { get; set; }

    [Parameter, EditorRequired]
    public required int FaultCount { get; set; }

    /// <summary>With the comment.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<string> OnPublish { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnDiscard { get; set; }

    private void Type(ChangeEventArgs change)
    {
        _comment = change.Value as string ?? "";
        _isMissing = _isMissing && string.IsNullOrWhiteSpace(_comment);
    }

    private async Task PublishAsync()
    {
        _isMissing = string.IsNullOrWhiteSpace(_comment);
        if (!_isMissing && FaultCount == 0)
        {
            await OnPublish.InvokeAsync(_comment.Trim());
        }
    }
}
