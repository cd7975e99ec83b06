using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>Looks for further calls about the same event, by number or by words.</summary>
public sealed partial class CallFinder(ILogger<CallFinder> logger) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<CallListItem>? _found;
    private string? _text;
    private bool _hasFailed;

    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    [Parameter, EditorRequired]
    public required Func<CallId, Task<bool>> OnAttach { get; set; }

    [Inject]
    private IIncidentDesk Desk { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task SearchAsync()
    {
        try
        {
            _found = await Desk.FindCallsAsync(Incident.Id, _text, _leaving.Token);
            _hasFailed = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, Incident.Id);
            _hasFailed = true;
        }
    }

    private async Task AttachAsync(CallListItem item)
    {
        if (await OnAttach(item.Call.Id))
        {
            _found = [.. (_found ?? []).Where(other => other.Call.Id != item.Call.Id)];
        }
    }

    [LoggerMessage(EventId = 5560, Level = LogLevel.Error, Message = "Calls for incident {IncidentId} could not be looked for")]
    private partial void LogFailed(Exception exception, IncidentId incidentId);
}
