using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>
/// The history of alarms: filters, figures, how each was handled, correction of an outcome, exports. The address holds the whole filter:
/// the page only reads it and asks the archive.
/// </summary>
public sealed partial class AlarmsPage(ILogger<AlarmsPage> logger) : ComponentBase, IDisposable
{
    private const int PageSize = 25;

    private readonly CancellationTokenSource _leaving = new();
    private AlarmFilter _filter = new();
    private AlarmPage? _result;
    private AlarmFigures? _figures;
    private AlarmId? _unfolded;
    private IReadOnlyList<AlarmStep> _steps = [];
    private CorrectDialog? _correct;
    private string? _failure;
    private bool _isSearching;
    private bool _hasFailed;

    /// <summary>Counts searches, so that a slow answer never replaces a newer one.</summary>
    private int _turn;

    [Inject]
    private IAlarmArchive Archive { get; set; } = null!;

    [Inject]
    private IAlarmDesk Desk { get; set; } = null!;

    [Inject]
    private SiteClock Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    private string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "severity")]
    private string? Severity { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "escalated")]
    private string? Escalated { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    private int PageCount => FilterAddress.PageCount(_result?.Total, PageSize);

    private (DateTimeOffset? From, DateTimeOffset? To) Period => _filter.Period(Clock);

    private string Summary => (_isSearching, _result?.Total) switch
    {
        (true, _) => Texts["Searching"],
        (_, null) => "",
        (_, 0) => Texts["Result.Zero"],
        (_, 1) => Texts["Result.One"],
        (_, int total) => Texts["Result.Count", total.ToString("N0", CultureInfo.CurrentCulture)],
    };

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        _filter = new AlarmFilter
        {
            From = From,
            To = To,
            Category = Category,
            Severity = Severity,
            Outcome = Outcome,
            State = State,
            Escalated = Escalated,
            Page = FilterAddress.ReadPage(PageNumber),
        };
        _unfolded = null;
        return SearchAsync();
    }

    private void Go(AlarmFilter filter) => Navigation.NavigateTo(filter.ToAddress());

    private async Task SearchAsync()
    {
        int turn = ++_turn;
        if (_filter.Error() is not null)
        {
            (_result, _figures, _isSearching, _hasFailed) = (null, null, false, false);
            return;
        }

        (_isSearching, _hasFailed) = (true, false);
        try
        {
            AlarmQuery query = _filter.ToQuery(Clock, PageSize);
            AlarmPage result = await Archive.SearchAsync(query, _leaving.Token);
            AlarmFigures figures = await Archive.GetFiguresAsync(query, _leaving.Token);
            if (turn == _turn)
            {
                (_result, _figures, _isSearching) = (result, figures, false);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (turn == _turn)
        {
            LogSearchFailed(e);
            (_result, _figures, _isSearching, _hasFailed) = (null, null, false, true);
        }
    }

    private async Task UnfoldAsync(AlarmId id)
    {
        _unfolded = _unfolded == id ? null : id;
        _steps = [];
        if (_unfolded is not null)
        {
            await ReadStepsAsync(id);
        }
    }

    private async Task ReadStepsAsync(AlarmId id)
    {
        try
        {
            _steps = await Archive.GetStepsAsync(id, _leaving.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogStepsUnread(e, id);
            _failure = Common["Error.Text"];
        }
    }

    private Task AskCorrectionAsync(Alarm alarm)
    {
        _failure = null;
        return _correct?.OpenAsync(alarm) ?? Task.CompletedTask;
    }

    private async Task CorrectAsync(AlarmCorrection correction)
    {
        try
        {
            if (await Desk.CorrectAsync(correction.Id, correction.Outcome, correction.Reason, _leaving.Token) is { } corrected)
            {
                Show(corrected);
                _unfolded = corrected.Id;
                await ReadStepsAsync(corrected.Id);
            }
        }
        catch (AlarmRefusedException e)
        {
            _failure = Texts[$"Refusal.{e.Refusal}"];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogCorrectionFailed(e, correction.Id);
            _failure = Common["Error.Text"];
        }
    }

    /// <summary>The record trails by a moment: the answer is shown in its row, and the figures move with it.</summary>
    private void Show(Alarm corrected)
    {
        if (_result is { } result)
        {
            _result = result with
            {
                Items = [.. result.Items.Select(item => item.Alarm.Id == corrected.Id ? item with { Alarm = corrected } : item)],
            };
        }

        if (_figures is { } figures)
        {
            int moved = corrected.Outcome == AlarmOutcome.Confirmed ? 1 : -1;
            _figures = figures with { Confirmed = figures.Confirmed + moved, FalseAlarms = figures.FalseAlarms - moved };
        }
    }

    [LoggerMessage(EventId = 5530, Level = LogLevel.Error, Message = "The history of alarms could not be read")]
    private partial void LogSearchFailed(Exception exception);

    [LoggerMessage(EventId = 5531, Level = LogLevel.Error, Message = "The steps of alarm {AlarmId} could not be read")]
    private partial void LogStepsUnread(Exception exception, AlarmId alarmId);

    [LoggerMessage(EventId = 5532, Level = LogLevel.Error, Message = "The outcome of alarm {AlarmId} could not be corrected")]
    private partial void LogCorrectionFailed(Exception exception, AlarmId alarmId);
}
