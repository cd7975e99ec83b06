using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Tests.Incidents;

/// <summary>Incidents to journal.</summary>
internal static class IncidentSamples
{
    internal static Incident Of(
        CallId call, int serial, DateTimeOffset at, IncidentState state = IncidentState.New, int revision = 1, AlarmId? alarm = null, string number = "0612345678")
    {
        List<IncidentStep> steps = [new(1, at, null, IncidentStepKind.Opened)];
        if (revision > 1)
        {
            steps.Add(new IncidentStep(2, at.AddMinutes(1), "police", IncidentStepKind.Noted) { Note = "noté\0" });
        }

        return new Incident
        {
            Id = new IncidentId(new Guid(serial, 7, 7, new byte[8])),
            Number = serial == 0 ? null : new IncidentNumber("", 2026, serial),
            Category = AlarmCategory.Threat,
            Severity = AlarmSeverity.Critical,
            State = state,
            OpenedAt = at,
            Calls = [new IncidentCall(call, number, null, at, at, null)],
            Alarms = alarm is { } id ? [id] : [],
            ClosedAt = state == IncidentState.Closed ? at.AddMinutes(5) : null,
            Steps = steps,
            Revision = revision,
        };
    }
}
