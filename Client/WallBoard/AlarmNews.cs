using Supervision.Shared.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>What an alarm's change means to people who do not look at the screen.</summary>
/// <param name="Alarm">As it stands.</param>
/// <param name="Kind">Part of the text's key: Raised, Worsened, Escalated, SnoozeEnded.</param>
internal sealed record AlarmNews(Alarm Alarm, AlarmStepKind Kind)
{
    /// <summary>Null for a change that nobody needs to hear.</summary>
    /// <param name="known">As it was shown; null when it was not.</param>
    /// <param name="alarm">As it stands.</param>
    /// <param name="isNew">The feed says that it has just been raised.</param>
    internal static AlarmNews? Of(Alarm? known, Alarm alarm, bool isNew) => (known, alarm) switch
    {
        (null, _) => isNew ? new AlarmNews(alarm, AlarmStepKind.Raised) : null,
        (_, { State: AlarmState.Resolved }) => null,
        ({ EscalatedAt: null }, { EscalatedAt: not null }) => new AlarmNews(alarm, AlarmStepKind.Escalated),
        ({ State: AlarmState.Acknowledged }, { State: AlarmState.Raised }) => new AlarmNews(alarm, AlarmStepKind.Worsened),
        ({ State: AlarmState.Raised }, _) when alarm.Severity > known.Severity => new AlarmNews(alarm, AlarmStepKind.Worsened),
        ({ SnoozedUntil: not null }, { SnoozedUntil: null }) => new AlarmNews(alarm, AlarmStepKind.SnoozeEnded),
        _ => null,
    };
}
