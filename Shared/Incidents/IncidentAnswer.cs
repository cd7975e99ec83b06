using System.Text.Json.Serialization;

namespace Supervision.Shared.Incidents;

/// <summary>Why an incident was not changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentRefusal>))]
public enum IncidentRefusal : byte
{
    /// <summary>There is no such incident.</summary>
    NotFound = 1,

    /// <summary>There is no such call, or the person may not see it.</summary>
    CallNotFound = 2,

    /// <summary>There is no such person, or she does not work at the desk.</summary>
    TargetNotFound = 3,

    /// <summary>It is closed; it must be opened again first.</summary>
    Closed = 4,

    /// <summary>It is open.</summary>
    NotClosed = 5,

    /// <summary>It goes on in another incident.</summary>
    Merged = 6,

    /// <summary>Somebody else has it.</summary>
    TakenByAnother = 7,

    /// <summary>It was handed to somebody else.</summary>
    HandedToAnother = 8,
    AlreadyAttached = 9,

    /// <summary>Two incidents are needed for a merge.</summary>
    SameIncident = 10,

    /// <summary>It has as many calls or steps as it can hold.</summary>
    Full = 11,

    /// <summary>The call is not in the incident.</summary>
    NotAttached = 12,

    /// <summary>An incident is about one call at least.</summary>
    LastCall = 13,
}

/// <summary>The incident as it stands after an act, or why the act was refused. Exactly one of the two is set.</summary>
public sealed record IncidentAnswer(Incident? Incident, IncidentRefusal? Refusal)
{
    public static IncidentAnswer Of(Incident incident) => new(incident, null);

    public static IncidentAnswer Refused(IncidentRefusal refusal) => new(null, refusal);
}
