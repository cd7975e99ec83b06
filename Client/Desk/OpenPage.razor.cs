using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>Opens an incident by hand: for which call, what it is about, how grave it is. Also where a supervisor sends a call to the desk.</summary>
public sealed partial class OpenPage(ILogger<OpenPage> logger) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _title;
    private ElementReference _chosen;
    private CallSnapshot? _call;
    private Incident? _existing;
    private string? _loadedId;
    private string _category = "";
    private AlarmSeverity _severity = AlarmSeverity.Serious;
    private string? _note;
    private string? _failure;
    private bool _isLoaded;
    private bool _isBusy;
    private bool _isOpened;
    private bool _hasTurned;

    /// <summary>The call; none until it is chosen.</summary>
    [SupplyParameterFromQuery(Name = "call")]
    public string? RequestedCall { get; set; }

    [Inject]
    private IIncidentDesk Desk { get; set; } = null!;

    [Inject]
    private ICallArchive Archive { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        // Once opened, the address is the incident's, and this page is being left.
        if (_isOpened || (_isLoaded && RequestedCall == _loadedId))
        {
            return;
        }

        _loadedId = RequestedCall;
        (_call, _existing, _failure) = (null, null, null);
        if (RequestedCall is { } requested)
        {
            await LoadAsync(requested);
        }

        _hasTurned = _isLoaded;
        _isLoaded = true;
    }

    /// <summary>What was pressed is gone with the other half of the page: the keyboard goes on where that half begins.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_hasTurned)
        {
            _hasTurned = false;
            await (_call is null ? _title : _chosen).FocusAsync();
        }
    }

    private async Task LoadAsync(string requested)
    {
        try
        {
            CallSnapshot? call = CallId.TryParse(requested, null, out CallId id) ? (await Archive.GetAsync(id, _leaving.Token))?.Call : null;
            _existing = call is null ? null : await FindExistingAsync(call.Id);
            _call = call;
            _failure = call is null ? "Open.NoCall" : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnread(e, requested);
            _failure = "Open.Failed";
        }
    }

    private async Task<Incident?> FindExistingAsync(CallId id) =>
        (await Desk.GetOpenAsync(_leaving.Token)).Incidents.FirstOrDefault(incident => incident.Calls.Any(call => call.CallId == id));

    private Task<bool> ChooseAsync(CallId id)
    {
        Navigation.NavigateTo($"desk/open?call={id}");
        return Task.FromResult(false);
    }

    private async Task OpenAsync()
    {
        if (_isBusy || _call is not { } call)
        {
            return;
        }

        _isBusy = true;
        _failure = null;
        try
        {
            AlarmCategory? category = Enum.TryParse(_category, out AlarmCategory chosen) ? chosen : null;
            IncidentAnswer answer = await Desk.OpenAsync(call.Id, category, _severity, _note, _leaving.Token);
            if (answer.Incident is { } incident)
            {
                _isOpened = true;
                Navigation.NavigateTo(DeskWords.Address(incident));
                return;
            }

            _failure = $"Refusal.{answer.Refusal}";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotOpened(e, call.Id);
            _failure = "Act.Failed";
        }
        finally
        {
            _isBusy = false;
        }
    }

    [LoggerMessage(EventId = 5590, Level = LogLevel.Error, Message = "Call {CallId} could not be read for an incident")]
    private partial void LogUnread(Exception exception, string callId);

    [LoggerMessage(EventId = 5591, Level = LogLevel.Error, Message = "An incident could not be opened for call {CallId}")]
    private partial void LogNotOpened(Exception exception, CallId callId);
}
