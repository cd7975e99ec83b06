using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>Who calls from these numbers: how often, with how many alarms, and in which other incidents.</summary>
public sealed partial class NumberHistoryView : ComponentBase
{
    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    /// <summary>Null when no caller's number is known, or until it has been read.</summary>
    [Parameter, EditorRequired]
    public required NumberHistory? History { get; set; }

    [Parameter, EditorRequired]
    public required bool IsRead { get; set; }

    [Parameter, EditorRequired]
    public required bool HasFailed { get; set; }

    [Parameter, EditorRequired]
    public required Func<CallId, Task<bool>> OnAttach { get; set; }

    private static string Count(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private bool IsAttached(CallListItem item) => Incident.Calls.Any(call => call.CallId == item.Call.Id);
}
