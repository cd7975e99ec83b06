using Microsoft.AspNetCore.Components;
using Supervision.Client.Services;
using Supervision.Shared.Alarms;
using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>One line of a list, new or old, told right or wrong while it is typed. A line that cannot be read is edited as it stands.</summary>
public sealed partial class WordLineForm : ComponentBase
{
    private const string Exception = nameof(WordListLineKind.Exception);

    private string _category = nameof(AlarmCategory.Insult);
    private string _severity = nameof(AlarmSeverity.Serious);
    /// <summary>The field is given this once: writing each keystroke back would undo what was typed meanwhile.</summary>
    private string _initial = "";

    private string _pattern = "";
    private string? _error;
    private ElementReference _input;

    /// <summary>Beginning of the ids of its fields.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Null for a new line.</summary>
    [Parameter]
    public WordListLine? Line { get; set; }

    /// <summary>Proposed for a new line.</summary>
    [Parameter]
    public AlarmCategory? Category { get; set; }

    /// <summary>Whether a new line is proposed as an exception.</summary>
    [Parameter]
    public bool IsException { get; set; }

    /// <summary>Whether a new line is a group of words: written whole, like a line that cannot be read.</summary>
    [Parameter]
    public bool IsGroup { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<string> OnSave { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnCancel { get; set; }

    [Inject]
    private IWordLists Words { get; set; } = null!;

    private bool IsRaw => Line is { Kind: WordListLineKind.Other or WordListLineKind.Group } || (Line is null && IsGroup);

    private string Text => IsRaw ? _pattern.Trim() : WordListNames.Line(
        _category == Exception ? null : Enum.Parse<AlarmCategory>(_category), Enum.Parse<AlarmSeverity>(_severity), _pattern.Trim());

    protected override void OnInitialized()
    {
        _category = Line?.Category?.ToString() ?? (IsException || Line?.Kind == WordListLineKind.Exception ? Exception : Category?.ToString() ?? _category);
        _severity = Line?.Severity?.ToString() ?? _severity;
        _initial = _pattern = !IsRaw ? Line?.Pattern ?? "" : Line?.Text ?? $"{WordListNames.Group} ";
        _error = Line is null ? null : ErrorOf();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _input.FocusAsync();
        }
    }

    private void ChooseCategory(ChangeEventArgs change) => _category = (string)change.Value!;

    private void ChooseSeverity(ChangeEventArgs change) => _severity = (string)change.Value!;

    private void Type(ChangeEventArgs change)
    {
        _pattern = change.Value as string ?? "";
        _error = ErrorOf();
    }

    private string? ErrorOf()
    {
        if (string.IsNullOrWhiteSpace(_pattern))
        {
            return Texts["Form.Empty"].Value;
        }

        WordListLine line = Words.ReadLine(Text);
        return line.Fault is { } fault ? Texts[$"Fault.{fault}", line.FaultSubject].Value : null;
    }

    private async Task SaveAsync()
    {
        _error = ErrorOf();
        if (_error is null)
        {
            await OnSave.InvokeAsync(Text);
        }
    }
}
