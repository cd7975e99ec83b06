using Microsoft.AspNetCore.Components;

namespace Supervision.Client.Desk;

/// <summary>A note to add; kept when it could not be added.</summary>
public sealed partial class NoteForm : ComponentBase
{
    private string? _text;
    private bool _isMissing;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required bool CanWrite { get; set; }

    [Parameter, EditorRequired]
    public required Func<string, Task<bool>> OnNote { get; set; }

    private async Task SubmitAsync()
    {
        _isMissing = string.IsNullOrWhiteSpace(_text);
        if (_isMissing || _isBusy)
        {
            return;
        }

        _isBusy = true;
        bool isDone = await OnNote(_text!);
        _isBusy = false;
        _text = isDone ? null : _text;
    }
}
