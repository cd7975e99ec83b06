using System.Text.Json.Serialization;

namespace Supervision.Shared.Incidents;

/// <summary>Where the handling of an incident stands. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentState>))]
public enum IncidentState : byte
{
    /// <summary>Nobody has taken it.</summary>
    New = 1,

    /// <summary>Somebody owns it.</summary>
    InProgress = 2,

    /// <summary>Handed to somebody who has not accepted yet.</summary>
    HandedOver = 3,
    Closed = 4,
}

/// <summary>What came of an incident. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentOutcome>))]
public enum IncidentOutcome : byte
{
    /// <summary>A patrol went.</summary>
    Intervention = 1,

    /// <summary>Nothing more was to be done.</summary>
    NoFurtherAction = 2,

    /// <summary>Passed on to <see cref="IncidentRecipient"/>.</summary>
    Transmitted = 3,
    FalseAlarm = 4,

    /// <summary>What the text says.</summary>
    Other = 5,
}

/// <summary>To whom an incident was transmitted. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentRecipient>))]
public enum IncidentRecipient : byte
{
    Gendarmerie = 1,
    NationalPolice = 2,

    /// <summary>Medical emergency service (SAMU).</summary>
    Samu = 3,
    FireBrigade = 4,
    SocialServices = 5,
    PublicProsecutor = 6,

    /// <summary>Whom the text names.</summary>
    Other = 7,
}

/// <summary>What was done with an incident. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentStepKind>))]
public enum IncidentStepKind : byte
{
    Opened = 1,
    CallAttached = 2,
    AlarmAttached = 3,

    /// <summary>An alarm of the incident was handed up.</summary>
    Escalated = 4,

    /// <summary>An alarm raised the incident's severity.</summary>
    Aggravated = 5,
    Taken = 6,
    Noted = 7,
    HandedOver = 8,
    Accepted = 9,

    /// <summary>Another incident was joined to this one.</summary>
    Absorbed = 10,

    /// <summary>This one was joined to another and goes on there.</summary>
    MergedInto = 11,
    Closed = 12,
    Reopened = 13,

    /// <summary>A call turned out to be about something else.</summary>
    CallDetached = 14,
}

/// <summary>Whether an incident is handed to a person or to whoever has a role. Persisted: numbers are frozen.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeskTargetKind>))]
public enum DeskTargetKind : byte
{
    User = 1,
    Role = 2,
}
