using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>One incident: its call as it goes on or as it was recorded, what was done, who calls from this number, and what to do next.</summary>
public sealed partial class IncidentPage(ILogger<IncidentPage> logger) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Task _watching = Task.CompletedTask;
    private ElementReference _page;
    private IJSObjectReference? _module;
    private Incident? _incident;
    private CallDetails? _details;
    private NumberHistory? _history;
    private bool _historyFailed;
    private bool _isHistoryRead;
    private IReadOnlyList<string> _colleagues = [];
    private IReadOnlyList<Incident> _others = [];
    private string? _reader;
    private string? _loadedKey;
    private bool _isLoaded;
    private bool _hasFailed;
    private string? _failure;

    /// <summary>Number or id.</summary>
    [Parameter, EditorRequired]
    public required string Key { get; set; }

    /// <summary>Which of its calls is shown; the newest otherwise.</summary>
    [SupplyParameterFromQuery(Name = "call")]
    public string? ShownCall { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private IIncidentDesk Desk { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    private string Title => _incident is null ? Texts["NotFound.Title"] : Texts["Incident.Title", Texts.Number(_incident)];

    private IncidentCall Shown => _incident!.Calls.FirstOrDefault(call => call.CallId.ToString() == ShownCall) ?? _incident.Calls.MaxBy(call => call.StartedAt)!;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching;
        await ScriptModules.StopAsync(_module, "stop", _page);
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _reader = Authentication is null ? null : (await Authentication).User.Identity?.Name;
        if (RendererInfo.IsInteractive)
        {
            _watching = FeedLoop.RunAsync(FollowAsync, LogWatchFailed, Time, _leaving.Token);
        }
    }

    protected override Task OnParametersSetAsync()
    {
        if (Key == _loadedKey)
        {
            return Task.CompletedTask;
        }

        _loadedKey = Key;
        return LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Scripts.LoadAsync("incident.js", _leaving.Token);
            await _module.InvokeVoidAsync("start", _leaving.Token, _page, new { Now = Clock.UtcNow.ToUnixTimeMilliseconds() });
        }
    }

    private async Task LoadAsync()
    {
        (_hasFailed, _failure, _details, _history, _isHistoryRead) = (false, null, null, null, false);
        try
        {
            _incident = await Desk.FindAsync(Key, _leaving.Token);
            _isLoaded = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnread(e, Key);
            _hasFailed = true;
            return;
        }

        await ReadAroundAsync();
    }

    /// <summary>What is good to have; the incident itself stands without.</summary>
    private async Task ReadAroundAsync()
    {
        if (_incident is null)
        {
            return;
        }

        try
        {
            _others = [.. (await Desk.GetOpenAsync(_leaving.Token)).Incidents.Where(other => other.Id != _incident.Id)];
            _history = await Desk.GetHistoryAsync(_incident.Id, _leaving.Token);
            (_historyFailed, _isHistoryRead) = (false, true);
            _colleagues = await Desk.GetColleaguesAsync(_leaving.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogHistoryUnread(e, _incident.Id);
            _historyFailed = true;
        }
    }

    private Task FollowAsync() => FeedLoop.FollowAsync(Desk.WatchAsync, ReadAgainAsync, ApplyAsync, _leaving.Token);

    /// <summary>What changed before the changes were followed, or while they were lost.</summary>
    private async Task ReadAgainAsync()
    {
        if (_incident is { } shown && await Desk.FindAsync(shown.Id.ToString(), _leaving.Token) is { } now)
        {
            Show(now);
            StateHasChanged();
        }
    }

    private Task ApplyAsync(Incident changed)
    {
        if (changed.Id == _incident?.Id)
        {
            Show(changed);
        }
        else
        {
            _others = changed.State == IncidentState.Closed
                ? [.. _others.Where(other => other.Id != changed.Id)]
                : [.. IncidentQueue.Order(_others.Where(other => other.Id != changed.Id).Append(changed))];
        }

        StateHasChanged();
        return Task.CompletedTask;
    }

    private void Show(Incident incident)
    {
        if (_incident is null || _incident.Revision < incident.Revision)
        {
            _incident = incident;
        }
    }

    /// <summary>A call that has ended counts in the history of its number.</summary>
    private async Task ShowDetailsAsync(CallDetails? details)
    {
        bool hasEnded = details is { Call.State: CallState.Ended } && _details is { Call.State: not CallState.Ended };
        _details = details;
        StateHasChanged();
        if (hasEnded)
        {
            await ReadAroundAsync();
        }
    }

    private string Standing(Incident incident) => incident switch
    {
        { State: IncidentState.Closed, Outcome: { } outcome, ClosedAt: { } at } =>
            Texts["Standing.Closed", Texts.Outcome(outcome, incident.Recipient), Clock.Local(at, "f")],
        _ => Texts.Standing(incident),
    };

    private string CallAddress(IncidentCall call) => $"{DeskWords.Address(_incident!)}?call={call.CallId}";

    [LoggerMessage(EventId = 5550, Level = LogLevel.Error, Message = "Incident {Key} could not be read")]
    private partial void LogUnread(Exception exception, string key);

    [LoggerMessage(EventId = 5551, Level = LogLevel.Warning, Message = "The history around incident {IncidentId} could not be read")]
    private partial void LogHistoryUnread(Exception exception, Supervision.Shared.IncidentId incidentId);

    [LoggerMessage(EventId = 5552, Level = LogLevel.Warning, Message = "The changes of incidents stopped on a page")]
    private partial void LogWatchFailed(Exception exception);

    [LoggerMessage(EventId = 5553, Level = LogLevel.Error, Message = "Incident {IncidentId} could not be handled")]
    private partial void LogActFailed(Exception exception, Supervision.Shared.IncidentId incidentId);
}
