using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <content>
/// Calls found to be private (docs/adr/0013-private-lines.md): no incident tells whose they are. They are remembered, because an alarm or
/// a colleague may have read the call's parties a moment before and bring them a moment after.
/// </content>
internal sealed partial class IncidentGrain
{
    /// <summary>Far more than are found private late while anybody still holds their parties; the oldest go first.</summary>
    private const int MaxForgotten = 10_000;

    private readonly HashSet<CallId> _forgotten = [];
    private readonly Queue<CallId> _forgottenOrder = new();

    public Task ForgetPartiesAsync(CallId callId, CancellationToken cancellationToken) =>
        _mailbox.PostAsync(() => ForgetParties(callId), cancellationToken);

    private void ForgetParties(CallId callId)
    {
        if (!_forgotten.Add(callId))
        {
            return;
        }

        _forgottenOrder.Enqueue(callId);
        if (_forgottenOrder.Count > MaxForgotten)
        {
            _forgotten.Remove(_forgottenOrder.Dequeue());
        }

        foreach (Incident incident in _known.Values.ToArray())
        {
            if (!ReferenceEquals(WithoutParties(incident), incident))
            {
                Keep(incident with { Revision = incident.Revision + 1 });
            }
        }
    }

    private Incident WithoutParties(Incident incident) => IncidentRules.WithoutParties(incident, _forgotten);

    private IncidentAct WithoutParties(IncidentAct act) =>
        act is AttachCall attach && _forgotten.Contains(attach.Call.CallId) ? new AttachCall(IncidentRules.WithoutParties(attach.Call)) : act;
}
