using Microsoft.Extensions.Localization;
using Supervision.Client.Components;
using Supervision.Client.Resources;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>One thing that happened, of the incident or of its calls.</summary>
/// <param name="Tone">What colours its mark: Call, Alarm, Act, Note or End.</param>
/// <param name="By">Null: nobody in particular.</param>
/// <param name="Other">Another incident that it leads to.</param>
internal sealed record TimelineEntry(DateTimeOffset At, string Tone, IconName Icon, string Text, string? By, string? Note, IncidentId? Other)
{
    /// <summary>The oldest first; what happened at one moment in the order in which it was kept.</summary>
    /// <param name="details">The call that is shown, when it could be read: its end and what was done with its alarms.</param>
    internal static IReadOnlyList<TimelineEntry> Of(
        Incident incident, CallDetails? details, IStringLocalizer<DeskTexts> texts, IStringLocalizer<CommonTexts> common, SiteClock clock)
    {
        IEnumerable<TimelineEntry> calls = incident.Calls.Select(call =>
            new TimelineEntry(call.StartedAt, "Call", IconName.Person, texts["Timeline.CallStarted", common.Caller(call)], null, null, null));
        IEnumerable<TimelineEntry> steps = incident.Steps
            .Where(step => step.Kind != IncidentStepKind.AlarmAttached || details?.Alarms.Any(alarm => alarm.Id == step.AlarmId) != true)
            .Select(step => OfStep(step, incident, texts, common, clock));
        return [.. calls.Concat(OfCall(details, texts, common)).Concat(steps).OrderBy(entry => entry.At)];
    }

    private static IEnumerable<TimelineEntry> OfCall(CallDetails? details, IStringLocalizer<DeskTexts> texts, IStringLocalizer<CommonTexts> common)
    {
        foreach (Alarm alarm in details?.Alarms ?? [])
        {
            string name = common.Word(alarm.Category);
            yield return new TimelineEntry(
                alarm.RaisedAt, "Alarm", Vocabulary.Icon(alarm.Severity), texts["Timeline.AlarmRaised", name, common.Word(alarm.Severity)], null, null, null);
            if (alarm is { AcknowledgedAt: { } takenAt, AcknowledgedBy: { } taker })
            {
                yield return new TimelineEntry(takenAt, "Act", IconName.Check, texts["Timeline.AlarmAcknowledged", name], taker, null, null);
            }

            if (alarm is { ResolvedAt: { } closedAt, Outcome: { } outcome })
            {
                yield return new TimelineEntry(
                    closedAt, "Act", IconName.Check, texts["Timeline.AlarmResolved", name, common.Word(outcome)], alarm.ResolvedBy, alarm.Note, null);
            }
        }

        if (details?.Call is { EndedAt: { } ended } call)
        {
            yield return new TimelineEntry(
                ended, "Call", IconName.Check, texts["Timeline.CallEnded", common.Caller(call.Caller)], null, null, null);
        }
    }

    private static TimelineEntry OfStep(
        IncidentStep step, Incident incident, IStringLocalizer<DeskTexts> texts, IStringLocalizer<CommonTexts> common, SiteClock clock)
    {
        string category = common.Subject(texts, step.Category);
        string severity = step.Severity is { } known ? common.Word(known) : "";
        string other = step.OtherNumber?.ToString() ?? texts["Number.Waiting"];
        (string tone, IconName icon, string text) = step.Kind switch
        {
            IncidentStepKind.Opened => ("Alarm", IconName.Alarm, texts["Step.Opened", category]),
            IncidentStepKind.CallAttached => ("Call", IconName.Person, texts["Step.CallAttached", CallerOf(step, incident, texts, common)]),
            IncidentStepKind.CallDetached => ("Act", IconName.LinkOff, texts["Step.CallDetached", step.CallStartedAt is { } began ? clock.Local(began, "g") : ""]),
            IncidentStepKind.AlarmAttached => ("Alarm", IconName.Alarm, texts["Step.AlarmAttached", category, severity]),
            IncidentStepKind.Escalated => ("Alarm", IconName.Critical, texts[step.By is null ? "Step.EscalatedByItself" : "Step.Escalated", category]),
            IncidentStepKind.Aggravated => ("Alarm", IconName.Critical, texts["Step.Aggravated", severity, category]),
            IncidentStepKind.Noted => ("Note", IconName.Info, texts["Step.Noted"]),
            IncidentStepKind.HandedOver => ("Act", IconName.Forward, texts["Step.HandedOver", step.To is { } to ? texts.Target(to) : ""]),
            IncidentStepKind.Absorbed => ("Act", IconName.Link, texts["Step.Absorbed", other]),
            IncidentStepKind.MergedInto => ("End", IconName.Link, texts["Step.MergedInto", other]),
            IncidentStepKind.Closed => ("End", IconName.Check, texts["Step.Closed", texts.Outcome(step.Outcome ?? IncidentOutcome.Other, step.Recipient)]),
            IncidentStepKind.Reopened => ("Act", IconName.Rewind, texts["Step.Reopened"]),
            _ => ("Act", IconName.User, texts[$"Step.{step.Kind}"]),
        };
        return new TimelineEntry(step.At, tone, icon, text, step.By, step.Note, step.Other);
    }

    /// <summary>Whose a call was that is not in the incident any more is not said.</summary>
    private static string CallerOf(IncidentStep step, Incident incident, IStringLocalizer<DeskTexts> texts, IStringLocalizer<CommonTexts> common) =>
        incident.Calls.FirstOrDefault(call => call.CallId == step.CallId) is { } call ? common.Caller(call) : texts["Step.CallGone"];
}
