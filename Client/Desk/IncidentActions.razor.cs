using Microsoft.AspNetCore.Components;
using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>The acts that an incident allows now, and for each the few things that must be said with it.</summary>
public sealed partial class IncidentActions : ComponentBase
{
    private const string RolePrefix = "role:";
    private const string UserPrefix = "user:";

    private Panel? _open;
    private string _target = "";
    private string _outcome = "";
    private string _recipient = "";
    private string _into = "";
    private string _call = "";
    private string? _text;
    private bool _isMissing;
    private bool _isBusy;

    private enum Panel
    {
        HandOver,
        Merge,
        Detach,
        Close,
        Reopen,
    }

    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    /// <summary>Key of the sentence that says why the last act failed; null when it did not.</summary>
    [Parameter, EditorRequired]
    public required string? Failure { get; set; }

    /// <summary>People who can be handed the incident.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Colleagues { get; set; }

    /// <summary>Open incidents that this one can be joined to.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Incident> Others { get; set; }

    /// <summary>The call that is on the page: the one to detach unless another is chosen.</summary>
    [Parameter, EditorRequired]
    public required CallId Shown { get; set; }

    [Parameter, EditorRequired]
    public required Func<Task<bool>> OnTake { get; set; }

    [Parameter, EditorRequired]
    public required Func<(DeskTarget To, string Note), Task<bool>> OnHandOver { get; set; }

    [Parameter, EditorRequired]
    public required Func<(IncidentOutcome Outcome, IncidentRecipient? Recipient, string? Text), Task<bool>> OnClose { get; set; }

    [Parameter, EditorRequired]
    public required Func<string, Task<bool>> OnReopen { get; set; }

    [Parameter, EditorRequired]
    public required Func<(IncidentId Into, string? Note), Task<bool>> OnMerge { get; set; }

    [Parameter, EditorRequired]
    public required Func<(CallId Call, string? Reason), Task<bool>> OnDetach { get; set; }

    private IReadOnlyList<Panel> Panels => Incident switch
    {
        { MergedInto: not null } => [],
        { State: IncidentState.Closed } => [Panel.Reopen],
        { Calls.Count: > 1 } => [Panel.HandOver, Panel.Merge, Panel.Detach, Panel.Close],
        _ => [Panel.HandOver, Panel.Merge, Panel.Close],
    };

    protected override void OnParametersSet()
    {
        if (_open is { } open && !Panels.Contains(open))
        {
            Forget();
        }
    }

    private static string TextLabel(Panel panel) => panel switch
    {
        Panel.Reopen => "Reopen.Reason",
        Panel.Close => "Close.Text",
        Panel.HandOver => "HandOver.Note",
        Panel.Detach => "Detach.Reason",
        _ => "Merge.Note",
    };

    private void Toggle(Panel panel)
    {
        Panel? next = _open == panel ? null : panel;
        Forget();
        (_open, _call) = (next, Shown.ToString());
    }

    private async Task SubmitAsync()
    {
        if (_isBusy || _open is not { } open)
        {
            return;
        }

        Func<Task<bool>>? act = open switch
        {
            Panel.HandOver => HandOver(),
            Panel.Close => Close(),
            Panel.Merge => Merge(),
            Panel.Detach => Detach(),
            _ => Reopen(),
        };
        _isMissing = act is null;
        if (act is null)
        {
            return;
        }

        _isBusy = true;
        bool isDone = await act();
        _isBusy = false;
        if (isDone)
        {
            Forget();
        }
    }

    private Func<Task<bool>>? HandOver()
    {
        DeskTarget? to = _target switch
        {
            _ when _target.StartsWith(RolePrefix, StringComparison.Ordinal) => new DeskTarget(DeskTargetKind.Role, _target[RolePrefix.Length..]),
            _ when _target.StartsWith(UserPrefix, StringComparison.Ordinal) => new DeskTarget(DeskTargetKind.User, _target[UserPrefix.Length..]),
            _ => null,
        };
        return to is null || string.IsNullOrWhiteSpace(_text) ? null : () => OnHandOver((to, _text));
    }

    private Func<Task<bool>>? Close()
    {
        if (!Enum.TryParse(_outcome, out IncidentOutcome outcome))
        {
            return null;
        }

        IncidentRecipient? recipient = outcome == IncidentOutcome.Transmitted && Enum.TryParse(_recipient, out IncidentRecipient chosen) ? chosen : null;
        bool isWhole = (outcome != IncidentOutcome.Transmitted || recipient is not null)
            && (!IncidentClosings.NeedsText(outcome, recipient) || !string.IsNullOrWhiteSpace(_text));
        return isWhole ? () => OnClose((outcome, recipient, _text)) : null;
    }

    private Func<Task<bool>>? Merge() => IncidentId.TryParse(_into, null, out IncidentId into) ? () => OnMerge((into, _text)) : null;

    private Func<Task<bool>>? Detach() =>
        CallId.TryParse(_call, null, out CallId call) && Incident.Calls.Any(one => one.CallId == call) ? () => OnDetach((call, _text)) : null;

    private Func<Task<bool>>? Reopen() => string.IsNullOrWhiteSpace(_text) ? null : () => OnReopen(_text);

    private void Forget() => (_open, _target, _outcome, _recipient, _into, _call, _text, _isMissing) = (null, "", "", "", "", "", null, false);
}
