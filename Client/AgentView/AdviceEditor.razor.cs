using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Components;
using Supervision.Client.Services;

namespace Supervision.Client.AgentView;

/// <summary>The advice of one situation: its text, saved as a new version, and the versions before.</summary>
public sealed partial class AdviceEditor(ILogger<AdviceEditor> logger) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<Advice> _history = [];
    private Advice? _newest;
    private string? _text;
    private string? _message;
    private bool _isWrong;
    private bool _isSaving;
    private bool _isHistoryOpen;

    [Parameter, EditorRequired]
    public required Advice Advice { get; set; }

    [Inject]
    private IAdviceBook Book { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override void OnParametersSet() => _text ??= Advice.Text;

    private string Id(string part) => $"advice-{Advice.Category}-{part}";

    private string Named(Advice advice) => advice is { EditedBy: { } by, EditedAt: { } at }
        ? Texts["Advice.Version", advice.Version.ToString(CultureInfo.CurrentCulture), by, Clock.ToLocal(at).ToString("g", CultureInfo.CurrentCulture)]
        : Texts["Advice.Own"];

    private async Task SaveAsync()
    {
        if (string.IsNullOrWhiteSpace(_text))
        {
            (_isWrong, _message) = (true, Texts["Advice.Empty"]);
            return;
        }

        Advice newest = _newest ?? Advice;
        if (_text.ReplaceLineEndings("\n").Trim() == newest.Text)
        {
            (_isWrong, _message) = (false, Texts["Advice.Same"]);
            return;
        }

        _isSaving = true;
        try
        {
            if (await Book.SaveAsync(Advice.Category, _text, newest.Version, _leaving.Token) is { } saved)
            {
                (_newest, _text) = (saved, saved.Text);
                (_isWrong, _message) = (false, Texts["Advice.Saved", saved.Version.ToString(CultureInfo.CurrentCulture)]);
            }
            else
            {
                _newest = (await Book.GetAllAsync(_leaving.Token)).First(advice => advice.Category == Advice.Category);
                (_text, _isWrong, _message) = (_newest.Text, true, Texts["Advice.Outdated"]);
            }

            _history = _history.Count > 0 ? await Book.GetHistoryAsync(Advice.Category, _leaving.Token) : _history;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, Advice.Category.ToString());
            (_isWrong, _message) = (true, Texts["Advice.Failed"]);
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task ToggleHistoryAsync()
    {
        _isHistoryOpen = !_isHistoryOpen;
        if (!_isHistoryOpen)
        {
            return;
        }

        try
        {
            _history = await Book.GetHistoryAsync(Advice.Category, _leaving.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, Advice.Category.ToString());
            (_isWrong, _message) = (true, Common["Error.Text"]);
        }
    }

    [LoggerMessage(EventId = 5603, Level = LogLevel.Error, Message = "The advice for {Category} could not be read or saved")]
    private partial void LogFailed(Exception exception, string category);
}
