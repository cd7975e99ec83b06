using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared.Alarms;
using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>The lines of a list by category, with a search over all of them; each may be edited or removed in its place.</summary>
public sealed partial class WordLinesTable : ComponentBase
{
    private const string ExceptionShelf = "Exception";
    private const string FaultShelf = "Fault";
    private const string GroupShelf = "Group";

    private readonly Dictionary<int, ElementReference> _buttons = [];
    private IReadOnlyList<WordListLine> _shown = [];
    private WordListLine? _edited;
    private ElementReference _addButton;
    private string _shelf = nameof(AlarmCategory.DeathThreat);
    private string _search = "";
    private bool _isAdding;

    /// <summary>A new number empties the field of the search.</summary>
    private int _searchTurn;

    /// <summary>Line whose button gets the focus back; 0 for the button that adds.</summary>
    private int? _focusOn;

    [Parameter, EditorRequired]
    public required IReadOnlyList<WordListLine> Lines { get; set; }

    [Parameter, EditorRequired]
    public required bool CanEdit { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<WordListChanged> OnChange { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<string> OnAdd { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<WordListLine> OnRemove { get; set; }

    private AlarmCategory? CategoryOfShelf => Enum.TryParse(_shelf, out AlarmCategory category) ? category : null;

    /// <summary>While something is searched, all shelves are looked through.</summary>
    private bool IsSearching => _search.Trim().Length > 0;

    protected override void OnParametersSet()
    {
        if (_shelf == FaultShelf && !Lines.Any(line => line.Fault is not null))
        {
            _shelf = nameof(AlarmCategory.DeathThreat);
        }

        Show();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusOn is { } line)
        {
            _focusOn = null;
            await (line == 0 ? _addButton : _buttons.GetValueOrDefault(line)).FocusAsync(preventScroll: true);
        }
    }

    private static string Flag(bool value) => value ? "true" : "false";

    /// <summary>A long line may break after each of its alternatives.</summary>
    private static IEnumerable<string> Pieces(WordListLine line)
    {
        string[] pieces = Words(line).Split('|');
        return pieces.Select((piece, i) => i < pieces.Length - 1 ? piece + "|" : piece);
    }

    private static string Words(WordListLine line) => line.Kind is WordListLineKind.Other or WordListLineKind.Group ? line.Text : line.Pattern;

    private static bool IsOn(string shelf, WordListLine line) => shelf switch
    {
        ExceptionShelf => line.Kind == WordListLineKind.Exception,
        FaultShelf => line.Fault is not null,
        GroupShelf => line.Kind == WordListLineKind.Group,
        _ => line.Category?.ToString() == shelf,
    };

    private IEnumerable<Shelf> Shelves()
    {
        int faults = Lines.Count(line => line.Fault is not null);
        if (faults > 0)
        {
            yield return new Shelf(FaultShelf, Texts["Lines.Faults"], faults);
        }

        foreach (AlarmCategory category in WordListNames.Categories)
        {
            yield return new Shelf(category.ToString(), Common.Word(category), Lines.Count(line => line.Category == category));
        }

        yield return new Shelf(ExceptionShelf, Texts["Lines.Exceptions"], Lines.Count(line => line.Kind == WordListLineKind.Exception));
        yield return new Shelf(GroupShelf, Texts["Lines.Groups"], Lines.Count(line => line.Kind == WordListLineKind.Group));
    }

    private void Show()
    {
        _shown = IsSearching
            ? [.. Lines.Where(line => (line.Kind != WordListLineKind.Other || line.Fault is not null) && Words(line).Contains(_search.Trim(), StringComparison.CurrentCultureIgnoreCase))]
            : [.. Lines.Where(line => IsOn(_shelf, line))];
        _edited = _edited is { } edited && _shown.Contains(edited) ? edited : null;
    }

    private void Search(ChangeEventArgs change)
    {
        _search = change.Value as string ?? "";
        Show();
    }

    private void Choose(string shelf)
    {
        _searchTurn += _search.Length > 0 ? 1 : 0;
        (_shelf, _search, _isAdding) = (shelf, "", false);
        Show();
    }

    private void BeginAdding() => (_isAdding, _edited) = (true, null);

    private void Edit(WordListLine line) => (_edited, _isAdding) = (line, false);

    private Task StopAsync()
    {
        _focusOn = _isAdding ? 0 : _edited?.Number;
        (_isAdding, _edited) = (false, null);
        return Task.CompletedTask;
    }

    private async Task AddAsync(string text)
    {
        (_isAdding, _focusOn) = (false, 0);
        await OnAdd.InvokeAsync(text);
    }

    private async Task ChangeAsync(WordListLine line, string text)
    {
        (_edited, _focusOn) = (null, line.Number);
        await OnChange.InvokeAsync(new WordListChanged(line, text));
    }

    private sealed record Shelf(string Key, string Name, int Count);
}
