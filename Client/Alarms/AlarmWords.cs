using System.Globalization;
using Microsoft.Extensions.Localization;
using Supervision.Client.Components;
using Supervision.Client.Resources;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>What the records of an alarm are called on the screen.</summary>
internal static class AlarmWords
{
    internal static string Reasons(this IStringLocalizer<AlarmTexts> texts, int count) =>
        count == 1 ? texts["Reasons.One"] : texts["Reasons.Many", count.ToString(CultureInfo.CurrentCulture)];

    internal static string Step(this IStringLocalizer<AlarmTexts> texts, IStringLocalizer<CommonTexts> common, SiteClock clock, AlarmStep step) =>
        step.Kind switch
        {
            AlarmStepKind.Worsened => texts["Step.Worsened", common.Word(step.Category), common.Word(step.Severity)],
            AlarmStepKind.Snoozed when step.SnoozedUntil is { } until => texts["Step.Snoozed", clock.Hour(until)],
            AlarmStepKind.Resolved or AlarmStepKind.Corrected when step.Outcome is { } outcome =>
                texts[$"Step.{step.Kind}", common.Word(outcome)],
            _ => texts[$"Step.{step.Kind}"],
        };

    internal static IconName Icon(AlarmStepKind kind) => kind switch
    {
        AlarmStepKind.Acknowledged or AlarmStepKind.TakenOver => IconName.User,
        AlarmStepKind.Escalated => IconName.Escalate,
        AlarmStepKind.Snoozed or AlarmStepKind.SnoozeEnded => IconName.Snooze,
        AlarmStepKind.Resolved or AlarmStepKind.Corrected => IconName.Check,
        AlarmStepKind.WordsErased => IconName.Refused,
        _ => IconName.Alarm,
    };

    /// <summary>Hours and minutes where the town hall is.</summary>
    internal static string Hour(this SiteClock clock, DateTimeOffset at) => clock.ToLocal(at).ToString("t", CultureInfo.CurrentCulture);

    /// <summary>To the second: the order of what people did counts.</summary>
    internal static string Second(this SiteClock clock, DateTimeOffset at) => clock.ToLocal(at).ToString("T", CultureInfo.CurrentCulture);
}
