using Microsoft.AspNetCore.Components;
using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>A sentence, and at once what it would raise, by which words, and why it counts less.</summary>
public sealed partial class WordTryBox : ComponentBase
{
    /// <summary>Characters; a sentence, not a speech.</summary>
    private const int MaxChars = 500;

    private string _sentence = "";
    private WordTrial? _trial;
    private bool _hasMistakes;
    private string? _triedText;

    /// <summary>Counts trials, so that a slow answer never replaces a newer one.</summary>
    private int _turn;

    /// <summary>Whole text of the list to try; null for the one in effect.</summary>
    [Parameter, EditorRequired]
    public required string? ListText { get; set; }

    [Parameter, EditorRequired]
    public required bool IsDraft { get; set; }

    [Parameter, EditorRequired]
    public required Func<(string? List, string Sentence), Task<WordTrial?>> OnTry { get; set; }

    /// <summary>When the list changed, the same sentence is tried again.</summary>
    protected override Task OnParametersSetAsync() => _triedText == ListText || _sentence.Length == 0 ? Task.CompletedTask : TryAsync();

    private Task ChangeAsync(ChangeEventArgs change)
    {
        _sentence = change.Value as string ?? "";
        return TryAsync();
    }

    private async Task TryAsync()
    {
        int turn = ++_turn;
        _triedText = ListText;
        if (string.IsNullOrWhiteSpace(_sentence))
        {
            (_trial, _hasMistakes) = (null, false);
            return;
        }

        WordTrial? trial = await OnTry((ListText, _sentence));
        if (turn == _turn)
        {
            (_trial, _hasMistakes) = (trial, trial is null);
        }
    }
}
