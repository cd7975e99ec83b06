using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using Supervision.Client.Components;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.Replay;

/// <summary>One call whole: facts, recording, transcript, alarms and events; while it is live, its words as they come.</summary>
public sealed partial class ReplayPage(ILogger<ReplayPage> logger) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _watchEnd;
    private Task _watching = Task.CompletedTask;
    private ElementReference _page;
    private TranscriptView? _transcript;
    private IJSObjectReference? _module;
    private CallDetails? _details;
    private string? _loadedId;
    private bool _isLoaded;
    private bool _hasFailed;
    private bool _hasJustEnded;
    private bool _isListening;

    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Where listening begins, in ms on the call's clock; a typed address may say anything.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    private string? At { get; set; }

    [Inject]
    private ICallArchive Archive { get; set; } = null!;

    [Inject]
    private ILiveConsole Live { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ScriptModules Scripts { get; set; } = null!;

    private int? AtMs => int.TryParse(At, CultureInfo.InvariantCulture, out int at) && at >= 0 ? at : null;

    private bool IsLive => _details is { Call.State: not CallState.Ended };

    private string Title => _details is null ? Texts["NotFound.Title"] : Texts["Title", Common.Caller(_details.Call.Caller)];

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching;
        await ScriptModules.StopAsync(_module, "stop", _page);
        _watchEnd?.Dispose();
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync()
    {
        if (Id == _loadedId)
        {
            return Task.CompletedTask;
        }

        _loadedId = Id;
        return LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsLive && _module is null)
        {
            _module = await Scripts.LoadAsync("live-call.js", _leaving.Token);
            await _module.InvokeVoidAsync("start", _leaving.Token, _page, new
            {
                CallId = _details!.Call.Id.ToString(),
                Now = Clock.UtcNow.ToUnixTimeMilliseconds(),
            });
        }
        else if (!IsLive && _module is { } module)
        {
            _module = null;
            await ScriptModules.StopAsync(module, "stop", _page);
        }
    }

    private async Task LoadAsync()
    {
        await StopWatchingAsync();
        (_hasFailed, _hasJustEnded, _isListening) = (false, false, false);
        try
        {
            _details = CallId.TryParse(Id, null, out CallId id) ? await Archive.GetAsync(id, _leaving.Token) : null;
            _isLoaded = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogCallUnread(e, Id);
            _hasFailed = true;
        }

        if (IsLive && RendererInfo.IsInteractive)
        {
            _watchEnd = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
            CallId live = _details!.Call.Id;
            _watching = FeedLoop.RunAsync(() => FollowAsync(live, _watchEnd.Token), e => LogWatchFailed(e, live), Time, _watchEnd.Token);
        }
    }

    private async Task StopWatchingAsync()
    {
        if (_watchEnd is { } end)
        {
            await end.CancelAsync();
            await _watching;
            end.Dispose();
            _watchEnd = null;
        }
    }

    private Task FollowAsync(CallId id, CancellationToken cancellationToken) => FeedLoop.FollowAsync(
        Live.WatchAsync, () => ReadAgainAsync(id, cancellationToken), batch => ApplyAsync(id, batch), cancellationToken);

    /// <summary>What was said before the changes were followed, or while they were lost.</summary>
    private async Task ReadAgainAsync(CallId id, CancellationToken cancellationToken)
    {
        if (await Archive.GetAsync(id, cancellationToken) is { } details)
        {
            _details = details;
            StateHasChanged();
        }
    }

    private Task ApplyAsync(CallId id, IReadOnlyList<LiveEvent> batch)
    {
        foreach (LiveEvent liveEvent in batch.Where(liveEvent => liveEvent.CallId == id))
        {
            _details = _details is null ? null : Next(_details, liveEvent);
            _hasJustEnded |= liveEvent is CallEnded;
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    internal static CallDetails Next(CallDetails details, LiveEvent liveEvent) => liveEvent switch
    {
        CallUpdated { Call: var call } => details with
        {
            Call = call,
            // What was kept is erased: it leaves the screen too.
            Transcript = call.Recording is RecordingState.Refused or RecordingState.Private ? [] : details.Transcript,
            Tension = call.Recording is RecordingState.Refused or RecordingState.Private ? null : details.Tension,
        },
        CallEnded { Call: var call } => details with { Call = call with { State = CallState.Ended } },
        TranscriptFinal { Utterance: var utterance } => details with { Transcript = With(details.Transcript, utterance) },
        KeyPressed key => details with { Events = [.. details.Events, new CallTimelineEvent("key", key.AtMs, key.Key.ToString())] },
        AlarmRaised { Alarm: var alarm } => details with { Alarms = With(details.Alarms, alarm) },
        AlarmUpdated { Alarm: var alarm } => details with { Alarms = With(details.Alarms, alarm) },
        _ => details,
    };

    /// <summary>In the order of the call's clock; one that the first reading already had is not shown twice.</summary>
    private static IReadOnlyList<Utterance> With(IReadOnlyList<Utterance> transcript, Utterance utterance) =>
        transcript.Any(known => known.Lane == utterance.Lane && known.StartMs == utterance.StartMs && known.Text == utterance.Text)
            ? transcript
            : [.. transcript.Append(utterance).OrderBy(one => one.StartMs)];

    private static IReadOnlyList<Alarm> With(IReadOnlyList<Alarm> alarms, Alarm alarm) =>
        alarms.Any(known => known.Id == alarm.Id && known.Revision >= alarm.Revision)
            ? alarms
            : [.. alarms.Where(known => known.Id != alarm.Id), alarm];

    [LoggerMessage(EventId = 5520, Level = LogLevel.Error, Message = "Call {CallId} could not be read")]
    private partial void LogCallUnread(Exception exception, string callId);

    [LoggerMessage(EventId = 5521, Level = LogLevel.Warning, Message = "The live words of call {CallId} stopped")]
    private partial void LogWatchFailed(Exception exception, CallId callId);
}
