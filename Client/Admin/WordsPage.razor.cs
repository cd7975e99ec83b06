using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>
/// The words that raise alarms: tried, edited in a draft, published, compared, brought back. Administrators change, supervisors read.
/// </summary>
public sealed partial class WordsPage(ILogger<WordsPage> logger) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private WordListState? _state;
    private IReadOnlyList<WordListLine> _lines = [];
    private IReadOnlyList<WordListDifference> _draftDifferences = [];
    private string _text = "";
    private string _currentText = "";
    private bool _isAdministrator;
    private bool _hasFailed;
    private Message? _message;

    /// <summary>Text of the draft before the last removal.</summary>
    private string? _undo;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private IWordLists Words { get; set; } = null!;

    private bool CanEdit => _isAdministrator && _state is { IsDatabaseAway: false };

    private bool IsDraft => _state?.Draft is not null;

    private string? TriedText => IsDraft ? _text : null;

    private int FaultCount => _lines.Count(line => line.Fault is not null);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _isAdministrator = Authentication is not null && (await Authentication).User.IsInRole(Roles.Administrator);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _hasFailed = false;
        await GuardAsync(async () => await ShowAsync(await Words.GetAsync(_leaving.Token)));
        _hasFailed = _state is null;
    }

    private async Task ShowAsync(WordListState state)
    {
        _currentText = await Words.GetTextAsync(state.Current.Number, _leaving.Token) ?? "";
        _text = state.Draft?.Text ?? _currentText;
        _lines = await Words.ReadAsync(_text, _leaving.Token);
        _draftDifferences = state.Draft is null ? [] : WordListDiff.Between(_currentText, _text);
        _state = state;
    }

    private Task ChangeAsync(WordListChanged change) => SaveAsync(WordListText.Replace(_text, change.Line.Number, change.Text), "Saved.Changed", null);

    private Task AddAsync(string line) => SaveAsync(WordListText.Add(_text, _lines, Words.ReadLine(line)), "Saved.Added", null);

    private Task RemoveAsync(WordListLine line) => SaveAsync(WordListText.Remove(_text, line.Number), "Saved.Removed", _text);

    private Task ImportAsync(string text) => SaveAsync(text, "Saved.Imported", null);

    private Task UndoAsync() => _undo is { } text ? SaveAsync(text, "Saved.Undone", null) : Task.CompletedTask;

    private Task SaveAsync(string text, string said, string? undo) => GuardAsync(async () =>
    {
        WordListDraft? draft = await Words.SaveDraftAsync(text, _state!.Draft?.Revision ?? WordListDraft.None, _leaving.Token);
        await ReloadAsync(draft is not null, said, undo);
    });

    private Task PublishAsync(string comment) => GuardAsync(async () =>
    {
        WordListVersion? version = await Words.PublishAsync(_state!.Draft!.Revision, comment, _leaving.Token);
        await ReloadAsync(version is not null, "Published", null, version?.Number);
    });

    private Task DiscardAsync() => GuardAsync(async () =>
        await ReloadAsync(await Words.DiscardDraftAsync(_state!.Draft!.Revision, _leaving.Token), "Discarded", null));

    private Task RestoreAsync(WordListRestoration wanted) => GuardAsync(async () =>
    {
        WordListVersion? version = await Words.RestoreAsync(wanted.Number, wanted.Comment, _leaving.Token);
        await ReloadAsync(version is not null, "Published", null, version?.Number);
    });

    private async Task<IReadOnlyList<WordListDifference>> CompareAsync((int From, int To) versions)
    {
        string? before = await Words.GetTextAsync(versions.From, _leaving.Token);
        string? after = await Words.GetTextAsync(versions.To, _leaving.Token);
        return before is null || after is null ? [] : WordListDiff.Between(before, after);
    }

    private Task<WordTrial?> TryAsync((string? List, string Sentence) tried) => Words.TryAsync(tried.List, tried.Sentence, _leaving.Token);

    /// <summary>After an act: what stands now, and whether it was done or somebody else was quicker.</summary>
    private async Task ReloadAsync(bool isDone, string said, string? undo, int? number = null)
    {
        await ShowAsync(await Words.GetAsync(_leaving.Token));
        _undo = isDone ? undo : null;
        _message = isDone
            ? new Message("notice-ok", IconName.Check, Texts[said, number ?? 0])
            : new Message("notice-warning", IconName.Fault, Texts["Conflict"]);
    }

    private async Task GuardAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (OperationCanceledException)
        {
        }
#pragma warning disable CA1031 // Whatever failed is logged and told on the page; the draft is on the server.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e);
            (_message, _undo) = (new Message("notice-critical", IconName.Alarm, Common["Error.Text"]), null);
        }
    }

    private string Current(WordListState state) => state.Current.PublishedAt is { } at
        ? Texts["Current", state.Current.Number, Clock.ToLocal(at).ToString("f", CultureInfo.CurrentCulture), state.Current.PublishedBy, state.Current.Comment, state.Current.PhraseCount]
        : Texts["Current.Own", state.Current.PhraseCount];

    [LoggerMessage(EventId = 5525, Level = LogLevel.Error, Message = "The word lists could not be read or changed")]
    private partial void LogFailed(Exception exception);

    private sealed record Message(string Tone, IconName Icon, string Text);
}

/// <summary>A line of the list with its new text.</summary>
public sealed record WordListChanged(WordListLine Line, string Text);

/// <summary>An old version to be published again.</summary>
public sealed record WordListRestoration(int Number, string Comment);
