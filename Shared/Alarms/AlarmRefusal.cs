using System.Text.Json.Serialization;

namespace Supervision.Shared.Alarms;

/// <summary>Why an alarm, as it stands, does not let something be done with it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlarmRefusal>))]
public enum AlarmRefusal : byte
{
    /// <summary>It is closed; only its outcome can be corrected.</summary>
    AlreadyResolved = 1,

    /// <summary>Somebody else has acknowledged it: take it over instead.</summary>
    TakenByAnother = 2,

    /// <summary>Escalation happens once.</summary>
    AlreadyEscalated = 3,

    /// <summary>Nobody has acknowledged it yet.</summary>
    NotAcknowledged = 4,

    /// <summary>It is still open: resolve it instead.</summary>
    NotResolved = 5,

    /// <summary>The correction says what the outcome says already.</summary>
    SameOutcome = 6,
}

/// <summary>Something was asked of an alarm that its state does not allow. Nothing was changed.</summary>
public sealed class AlarmRefusedException : Exception
{
    public AlarmRefusedException(AlarmRefusal refusal)
        : base(Sentence(refusal))
    {
        Refusal = refusal;
    }

    public AlarmRefusal Refusal { get; }

    private static string Sentence(AlarmRefusal refusal) => refusal switch
    {
        AlarmRefusal.AlreadyResolved => "The alarm is already resolved.",
        AlarmRefusal.TakenByAnother => "Somebody else has acknowledged the alarm; take it over instead.",
        AlarmRefusal.AlreadyEscalated => "The alarm is already escalated.",
        AlarmRefusal.NotAcknowledged => "Nobody has acknowledged the alarm yet; acknowledge it first.",
        AlarmRefusal.NotResolved => "The alarm is still open; resolve it instead.",
        _ => "The alarm has this outcome already.",
    };
}
