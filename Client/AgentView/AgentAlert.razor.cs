using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Client.Services;
using Supervision.Shared.Alarms;

namespace Supervision.Client.AgentView;

/// <summary>What goes on in her call and what to do, quietly: she is talking. Who looks after it, once somebody does.</summary>
public sealed partial class AgentAlert : ComponentBase
{
    [Parameter, EditorRequired]
    public required Alarm Alarm { get; set; }

    /// <summary>For each situation of this alarm, the newest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Advice> Advice { get; set; }

    [Parameter, EditorRequired]
    public required bool IsCallLive { get; set; }

    private string TitleId => $"alert-{Alarm.Id}";

    private string Local(DateTimeOffset at) => Clock.ToLocal(at).ToString("t", CultureInfo.CurrentCulture);
}
