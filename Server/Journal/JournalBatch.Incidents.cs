using Supervision.Server.Data;
using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Journal;

/// <summary>Incidents: their row, their calls and each of their steps.</summary>
internal sealed partial class JournalBatch
{
    /// <summary>Who called, in the incidents that are kept; those that this journal still brings come without.</summary>
    private void ForgetParties(CallId callId)
    {
        Add(IncidentSql.ForgetNumber, callId.Value);
        Add(IncidentSql.ForgetParties, callId.Value, callId.ToString());
    }

    private void AddIncident(Incident incident)
    {
        Add(
            IncidentSql.Upsert,
            incident.Id.Value,
            incident.Number?.Series,
            incident.Number?.Year,
            incident.Number?.Serial,
            (short?)incident.Category,
            (short)incident.Severity,
            (short)incident.State,
            incident.OpenedAt,
            incident.ClosedAt,
            Clean(incident.Owner),
            incident.MergedInto?.Value,
            incident.Alarms.Select(alarm => alarm.Value).ToArray(),
            incident.Revision,
            ToJson(incident));
        foreach (IncidentCall call in incident.Calls)
        {
            Add(
                IncidentSql.InsertCall,
                incident.Id.Value,
                call.CallId.Value,
                Clean(call.CallerNumber),
                call.AttachedAt,
                Clean(call.AttachedBy),
                incident.Revision);
        }

        Add(IncidentSql.DeleteOtherCalls, incident.Id.Value, incident.Calls.Select(call => call.CallId.Value).ToArray(), incident.Revision);

        foreach (IncidentStep step in incident.Steps)
        {
            Add(IncidentSql.InsertStep, incident.Id.Value, step.Sequence, step.At, (short)step.Kind, Clean(step.By), ToJson(step));
        }
    }
}
