using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Tests;

/// <summary>Incidents as the contracts carry them; each is about <see cref="Samples.Call"/> number one.</summary>
internal static class DeskSamples
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 7, 56, 0, TimeSpan.Zero);

    internal static Incident Incident(int number, AlarmSeverity severity = AlarmSeverity.Critical)
    {
        CallSnapshot call = Samples.Call();
        return new Incident
        {
            Id = new IncidentId(new Guid(2000 + number, 0, 0, new byte[8])),
            Number = new IncidentNumber("", 2026, number),
            Category = AlarmCategory.Threat,
            Severity = severity,
            State = IncidentState.New,
            OpenedAt = Start.AddMinutes(number),
            Calls = [new IncidentCall(call.Id, call.Caller.Number, call.Caller.Name, call.StartedAt, Start, null)],
            Alarms = [Samples.Alarm(1, call).Id],
            Steps =
            [
                new IncidentStep(1, Start.AddMinutes(number), null, IncidentStepKind.Opened) { Category = AlarmCategory.Threat },
                new IncidentStep(2, Start.AddMinutes(number), "superviseur", IncidentStepKind.Escalated) { Category = AlarmCategory.Threat },
            ],
            Revision = 1,
        };
    }
}
