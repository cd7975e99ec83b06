using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>Every list that was in effect: who, when, why; compared with today's, exported, brought back. And the import of a file.</summary>
public sealed partial class WordVersions : ComponentBase
{
    /// <summary>A list of a million characters is no list of words.</summary>
    private const long MaxFileBytes = 1_000_000;

    private IReadOnlyList<WordListDifference> _differences = [];
    private WordListVersion? _compared;
    private WordListVersion? _restoring;
    private WordListVersion? _shownCurrent;
    private string _comment = "";
    private bool _isMissing;
    private bool _isTooBig;

    [Parameter, EditorRequired]
    public required WordListState State { get; set; }

    [Parameter, EditorRequired]
    public required bool CanEdit { get; set; }

    [Parameter, EditorRequired]
    public required Func<(int From, int To), Task<IReadOnlyList<WordListDifference>>> OnCompare { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<WordListRestoration> OnRestore { get; set; }

    /// <summary>With the whole text of the file.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<string> OnImport { get; set; }

    /// <summary>What was compared with another current list is no longer true.</summary>
    protected override void OnParametersSet()
    {
        if (_shownCurrent != State.Current)
        {
            (_shownCurrent, _compared) = (State.Current, null);
        }
    }

    /// <summary>Marks a cell that says nothing: on a narrow screen, where cells are lines, it is left out.</summary>
    private static string? Empty(bool isEmpty) => isEmpty ? "" : null;

    private string Name(WordListVersion version) =>
        version.Number == WordListVersion.Own ? Texts["Versions.Own"] : Texts["Versions.Name", version.Number];

    private async Task CompareAsync(WordListVersion version)
    {
        _differences = await OnCompare((version.Number, State.Current.Number));
        _compared = version;
    }

    private async Task RestoreAsync()
    {
        _isMissing = string.IsNullOrWhiteSpace(_comment);
        if (!_isMissing && _restoring is { } restored)
        {
            var wanted = new WordListRestoration(restored.Number, _comment.Trim());
            Stop();
            await OnRestore.InvokeAsync(wanted);
        }
    }

    private void Type(ChangeEventArgs change) => _comment = change.Value as string ?? "";

    private void Stop() => (_restoring, _comment, _isMissing) = (null, "", false);

    private async Task ImportAsync(InputFileChangeEventArgs change)
    {
        _isTooBig = change.File.Size > MaxFileBytes;
        if (!_isTooBig)
        {
            using var reader = new StreamReader(change.File.OpenReadStream(MaxFileBytes));
            await OnImport.InvokeAsync(await reader.ReadToEndAsync());
        }
    }
}
