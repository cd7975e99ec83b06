using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Client.Desk;

/// <summary>The queue of the police desk: open incidents, the most urgent first, still while somebody is about to click.</summary>
public sealed partial class DeskPage(ILogger<DeskPage> logger) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly QueueOrder _order = new();
    private readonly HashSet<CallId> _live = [];
    private Task _watching = Task.CompletedTask;
    private Task _listening = Task.CompletedTask;
    private ElementReference _page;
    private ElementReference _list;
    private IJSObjectReference? _module;
    private DotNetObjectReference<DeskPage>? _self;
    private bool _isLoaded;
    private bool _isWhole;
    private bool _isUnread;
    private bool _areCallsUnread;
    private string? _failure;
    private string? _politeNews;
    private string? _urgentNews;

    [Inject]
    private IIncidentDesk Desk { get; set; } = null!;

    [Inject]
    private ILiveConsole Live { get; set; } = null!;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_watching, _listening);
        await ScriptModules.StopAsync(_module, "stop", _page);
        _self?.Dispose();
        _leaving.Dispose();
    }

    /// <summary>From the script: somebody has the pointer or the keyboard in the queue, or has left it.</summary>
    [JSInvokable]
    public Task HoldAsync(bool isHeld)
    {
        _order.Hold(isHeld);
        StateHasChanged();
        return Task.CompletedTask;
    }

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            await FeedLoop.ReadFirstAsync(LoadAsync, OnUnread);
            return;
        }

        _watching = FeedLoop.RunAsync(FollowIncidentsAsync, OnIncidentsLost, Time, _leaving.Token);
        _listening = FeedLoop.RunAsync(FollowCallsAsync, OnCallsLost, Time, _leaving.Token);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _module = await Scripts.LoadAsync("desk.js", _leaving.Token);
        await _module.InvokeVoidAsync("start", _leaving.Token, _page, new
        {
            Now = Time.GetUtcNow().ToUnixTimeMilliseconds(),
            List = _list,
            Page = _self,
            Incidents = _order.Shown.Select(Calling),
        });
    }

    private void OnUnread(Exception exception)
    {
        LogUnread(exception);
        _isUnread = true;
    }

    private async Task LoadAsync()
    {
        IncidentQueue queue = await Desk.GetOpenAsync(_leaving.Token);
        _order.Reset(queue.Incidents);
        (_isWhole, _isLoaded, _isUnread) = (queue.IsWhole, true, false);
    }

    private void OnIncidentsLost(Exception exception)
    {
        LogFeedLost(exception);
        _isUnread = true;
        StateHasChanged();
    }

    private void OnCallsLost(Exception exception)
    {
        LogFeedLost(exception);
        _areCallsUnread = true;
        StateHasChanged();
    }

    private Task FollowIncidentsAsync() => FeedLoop.FollowAsync(Desk.WatchAsync, ReadQueueAsync, ApplyAsync, _leaving.Token);

    private async Task ReadQueueAsync()
    {
        await LoadAsync();
        await TellScriptAsync("reset", _order.Shown.Select(Calling));
        StateHasChanged();
    }

    private async Task ApplyAsync(Incident incident)
    {
        bool isNew = _order.Put(incident);
        if (isNew)
        {
            Announce(incident);
        }

        if (!_isWhole)
        {
            _isWhole = (await Desk.GetOpenAsync(_leaving.Token)).IsWhole;
        }

        StateHasChanged();
        await TellScriptAsync("changed", Calling(incident));
    }

    private Task FollowCallsAsync() => FeedLoop.FollowAsync(Live.WatchAsync, ReadCallsAsync, ApplyAsync, _leaving.Token);

    private async Task ReadCallsAsync()
    {
        _live.Clear();
        _live.UnionWith((await Live.GetSnapshotAsync(_leaving.Token)).Calls.Select(call => call.Id));
        _areCallsUnread = false;
        StateHasChanged();
    }

    private Task ApplyAsync(IReadOnlyList<LiveEvent> batch)
    {
        bool isChanged = false;
        foreach (LiveEvent liveEvent in batch)
        {
            isChanged |= liveEvent switch
            {
                CallEnded or CallUpdated { Call.State: CallState.Ended } => _live.Remove(liveEvent.CallId),
                CallUpdated => _live.Add(liveEvent.CallId),
                _ => false,
            };
        }

        if (isChanged)
        {
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    private async Task TakeAsync(Incident incident)
    {
        _failure = null;
        try
        {
            IncidentAnswer answer = await Desk.TakeAsync(incident.Id, _leaving.Token);
            if (answer.Incident is { } taken)
            {
                await ApplyAsync(taken);
            }
            else
            {
                _failure = $"Refusal.{answer.Refusal}";
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogActFailed(e, incident.Id);
            _failure = "Act.Failed";
        }
    }

    private void ShowNow() => _order.Settle();

    private void Announce(Incident incident)
    {
        string news = Texts[
            "Queue.Announce", Common.Word(incident.Severity), Common.Subject(Texts, incident.Category), Common.Caller(incident.Calls[0])];
        if (incident.Severity == AlarmSeverity.Critical)
        {
            _urgentNews = news;
        }
        else
        {
            _politeNews = news;
        }
    }

    /// <summary>What the chime wants to know: a critical incident calls again until somebody takes it.</summary>
    private static object Calling(Incident incident) => new
    {
        Id = incident.Id.ToString(),
        Severity = incident.Severity.ToString(),
        State = incident.State switch
        {
            IncidentState.New or IncidentState.HandedOver => "Raised",
            IncidentState.Closed => "Resolved",
            _ => "Acknowledged",
        },
        incident.Revision,
    };

    private async Task TellScriptAsync(string function, object argument)
    {
        if (_module is { } module)
        {
            await module.InvokeVoidAsync(function, _leaving.Token, _page, argument);
        }
    }

    [LoggerMessage(EventId = 5540, Level = LogLevel.Error, Message = "The incidents could not be read")]
    private partial void LogUnread(Exception exception);

    [LoggerMessage(EventId = 5541, Level = LogLevel.Error, Message = "The feed of a police desk stopped; it is asked again")]
    private partial void LogFeedLost(Exception exception);

    [LoggerMessage(EventId = 5542, Level = LogLevel.Error, Message = "Incident {IncidentId} could not be handled")]
    private partial void LogActFailed(Exception exception, IncidentId incidentId);
}
