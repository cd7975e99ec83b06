using Supervision.Grains.Rules;
using Supervision.Shared.Alarms;

namespace Supervision.Grains.Alarms;

/// <summary>What an alarm becomes by each step. Pure: the grain keeps, tells and times. Each adds one to the revision.</summary>
internal static class AlarmMoves
{
    /// <summary>A caller who shouts for an hour does not make an alarm that no screen can hold: the first and the newest reasons stay.</summary>
    internal const int MaxReasons = 50;

    /// <summary>Longest note that is kept, in characters.</summary>
    internal const int MaxNoteChars = 2000;

    internal static string? Note(string? text)
    {
        string? trimmed = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        return trimmed?.Length > MaxNoteChars ? trimmed[..MaxNoteChars] : trimmed;
    }

    internal static bool IsGraver(Alarm alarm, AlarmReport report) =>
        report.Severity > alarm.Severity
        || (report.Severity == alarm.Severity && CategoryRank.Of(report.Category) > CategoryRank.Of(alarm.Category));

    /// <summary>One more reason. Something graver takes the alarm from whoever had acknowledged less, and brings escalation nearer.</summary>
    internal static Alarm Join(Alarm alarm, AlarmReport report, DateTimeOffset now, TimeSpan? escalateAfter)
    {
        AlarmReason[] reasons = alarm.Reasons.Count < MaxReasons
            ? [.. alarm.Reasons, report.Reason]
            : [alarm.Reasons[0], .. alarm.Reasons.Skip(2), report.Reason];
        Alarm joined = Next(alarm) with { Reasons = reasons };
        if (!IsGraver(alarm, report))
        {
            return joined;
        }

        DateTimeOffset? due = alarm.EscalatedAt is null ? now + escalateAfter : null;
        return joined with
        {
            Category = report.Category,
            Severity = report.Severity,
            State = AlarmState.Raised,
            WaitingSince = alarm.WaitingSince ?? now,
            EscalatesAt = alarm.EscalatesAt < due ? alarm.EscalatesAt : due,
            AcknowledgedBy = null,
            AcknowledgedAt = null,
            SnoozedUntil = null,
        };
    }

    /// <summary>A reason turns out to count less than it was told.</summary>
    internal static Alarm Replace(Alarm alarm, AlarmReason told, AlarmReason reason) => Next(alarm) with
    {
        Reasons = [.. alarm.Reasons.Select(known => known == told ? reason : known)],
    };

    /// <summary>Its reasons are worth less by now. Part of another step; whoever has acknowledged or escalated it has judged by herself.</summary>
    internal static Alarm Lower(Alarm alarm, AlarmSeverity severity, TimeSpan? escalateAfter) =>
        alarm.State != AlarmState.Raised || alarm.EscalatedAt is not null || severity >= alarm.Severity
            ? alarm
            : alarm with { Severity = severity, EscalatesAt = alarm.WaitingSince + escalateAfter };

    internal static Alarm Acknowledge(Alarm alarm, string by, DateTimeOffset now) => Next(alarm) with
    {
        State = AlarmState.Acknowledged,
        AcknowledgedBy = by,
        AcknowledgedAt = now,
        WaitingSince = null,
        EscalatesAt = null,
    };

    internal static Alarm Escalate(Alarm alarm, string? by, DateTimeOffset now) => Next(alarm) with
    {
        EscalatedAt = now,
        EscalatedBy = by,
        EscalatesAt = null,
    };

    internal static Alarm Snooze(Alarm alarm, DateTimeOffset? until) => Next(alarm) with { SnoozedUntil = until };

    /// <summary>Who closes an alarm that nobody had acknowledged has seen it.</summary>
    internal static Alarm Resolve(Alarm alarm, AlarmOutcome outcome, string by, string? note, DateTimeOffset now) => Next(alarm) with
    {
        State = AlarmState.Resolved,
        AcknowledgedBy = alarm.AcknowledgedBy ?? by,
        AcknowledgedAt = alarm.AcknowledgedAt ?? now,
        WaitingSince = null,
        EscalatesAt = null,
        SnoozedUntil = null,
        ResolvedBy = by,
        ResolvedAt = now,
        Outcome = outcome,
        Note = note,
    };

    internal static Alarm Correct(Alarm alarm, AlarmOutcome outcome) => Next(alarm) with { Outcome = outcome };

    internal static Alarm WithoutWords(Alarm alarm) => Next(alarm) with
    {
        Reasons = [.. alarm.Reasons.Select(reason => reason with { Heard = "" })],
    };

    /// <summary>A score of the caller's voice up to <paramref name="upToMs"/>, not withdrawn yet.</summary>
    internal static bool IsVoice(AlarmReason reason, int upToMs) =>
        FusionNames.IsVoice(reason.Rule) && reason.AtMs <= upToMs && reason.Lowered != WordLowering.OtherVoice;

    internal static Alarm WithoutVoice(Alarm alarm, int upToMs) => Next(alarm) with
    {
        Reasons = [.. alarm.Reasons.Select(reason => IsVoice(reason, upToMs)
            ? reason with { Score = null, Threshold = null, Lowered = WordLowering.OtherVoice }
            : reason)],
    };

    /// <summary>
    /// What a reason told before this start is worth without the voice, at the least: a voice adds one step to an insult or a threat, and
    /// nothing to a cry for help, which names an alarm only where it is the gravest.
    /// </summary>
    internal static AlarmSeverity LeastWithoutVoice(Alarm alarm, AlarmReason reason) =>
        FusionNames.IsCircumstance(reason.Rule) ? AlarmSeverity.Notice
        : FusionRule.IsHostile(alarm.Category) && alarm.Severity > AlarmSeverity.Notice ? alarm.Severity - 1
        : alarm.Severity;

    private static Alarm Next(Alarm alarm) => alarm with { Revision = alarm.Revision + 1 };
}
