using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Client.Replay;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Client.Desk;

/// <summary>
/// One call of an incident: its words as they come while it goes on, the player and the transcript after. What cannot be read from the
/// record is taken from the live side.
/// </summary>
public sealed partial class IncidentCallView(ILogger<IncidentCallView> logger) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Task _watching = Task.CompletedTask;
    private ElementReference _root;
    private TranscriptView? _transcript;
    private IJSObjectReference? _module;
    private CallDetails? _details;
    private bool _isStarting;
    private bool _isLoaded;
    private bool _isPartial;
    private bool _hasFailed;
    private bool _hasJustEnded;
    private bool _isListening;

    [Parameter, EditorRequired]
    public required IncidentCall Call { get; set; }

    /// <summary>The call whenever it was read or changed; null when it cannot be read.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<CallDetails?> OnRead { get; set; }

    [Inject]
    private ICallArchive Archive { get; set; } = null!;

    [Inject]
    private ILiveConsole Live { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    private bool IsLive => _details is { Call.State: not CallState.Ended };

    /// <summary>Words that raised the call's alarms, in the order of its clock.</summary>
    private IReadOnlyList<AlarmReason> Heard =>
        [.. (_details?.Alarms ?? []).SelectMany(alarm => alarm.Reasons).Where(reason => reason.Heard.Length > 0).OrderBy(reason => reason.AtMs)];

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching;
        await ScriptModules.StopAsync(_module, "stop", _root);
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _watching = FeedLoop.RunAsync(FollowAsync, e => LogWatchFailed(e, Call.CallId), Time, _leaving.Token);
        }

        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsLive && !_isStarting && _module is null)
        {
            _isStarting = true;
            _module = await Scripts.LoadAsync("live-call.js", _leaving.Token);
            _isStarting = false;
            await _module.InvokeVoidAsync("start", _leaving.Token, _root, new
            {
                CallId = Call.CallId.ToString(),
                Now = Clock.UtcNow.ToUnixTimeMilliseconds(),
            });
        }
        else if (!IsLive && _module is { } module)
        {
            _module = null;
            await ScriptModules.StopAsync(module, "stop", _root);
        }
    }

    private async Task LoadAsync()
    {
        (_hasFailed, _hasJustEnded, _isListening, _isPartial) = (false, false, false, false);
        try
        {
            _details = await Archive.GetAsync(Call.CallId, _leaving.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnread(e, Call.CallId);
            _hasFailed = true;
            _details = null;
        }

        LiveSnapshot live = await Live.GetSnapshotAsync(_leaving.Token);
        _details = _details is null ? ReadLive(live) : Corrected(_details, live);
        _isLoaded = true;
        await OnRead.InvokeAsync(_details);
    }

    /// <summary>What the live side remembers of a call that goes on: its last words only.</summary>
    private CallDetails? ReadLive(LiveSnapshot live)
    {
        if (live.Calls.FirstOrDefault(call => call.Id == Call.CallId) is not { } known)
        {
            return null;
        }

        _isPartial = true;
        return new CallDetails
        {
            Call = known,
            Transcript = live.Transcripts.FirstOrDefault(transcript => transcript.CallId == Call.CallId)?.LastFinals ?? [],
            Alarms = [.. live.Alarms.Where(alarm => alarm.CallId == Call.CallId)],
            Events = [],
            HasRecording = false,
            DurationMs = 0,
        };
    }

    /// <summary>The record trails by a moment: a call that it still calls live, and that is not, has just ended.</summary>
    private CallDetails Corrected(CallDetails details, LiveSnapshot live)
    {
        _hasJustEnded = details.Call.State != CallState.Ended && live.Calls.All(call => call.Id != details.Call.Id);
        return _hasJustEnded ? details with { Call = details.Call with { State = CallState.Ended } } : details;
    }

    private Task FollowAsync() => FeedLoop.FollowAsync(Live.WatchAsync, ReadAgainAsync, ApplyAsync, _leaving.Token);

    /// <summary>The first reading is the page's own; after a loss it is read anew.</summary>
    private Task ReadAgainAsync() => _isLoaded ? LoadAsync() : Task.CompletedTask;

    private Task ApplyAsync(IReadOnlyList<LiveEvent> batch)
    {
        LiveEvent[] events = [.. batch.Where(liveEvent => liveEvent.CallId == Call.CallId)];
        if (events.Length == 0)
        {
            return Task.CompletedTask;
        }

        if (_details is null)
        {
            // It was not in the record yet.
            return _isLoaded ? LoadAsync() : Task.CompletedTask;
        }

        foreach (LiveEvent liveEvent in events)
        {
            _details = ReplayPage.Next(_details, liveEvent);
            _hasJustEnded |= liveEvent is CallEnded;
        }

        StateHasChanged();
        return OnRead.InvokeAsync(_details);
    }

    [LoggerMessage(EventId = 5570, Level = LogLevel.Warning, Message = "Call {CallId} of an incident could not be read")]
    private partial void LogUnread(Exception exception, CallId callId);

    [LoggerMessage(EventId = 5571, Level = LogLevel.Warning, Message = "The live words of call {CallId} stopped at the desk")]
    private partial void LogWatchFailed(Exception exception, CallId callId);
}
