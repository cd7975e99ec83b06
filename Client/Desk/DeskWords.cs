using System.Globalization;
using Microsoft.Extensions.Localization;
using Supervision.Client.Components;
using Supervision.Client.Resources;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Desk;

/// <summary>The desk's words for incidents and their steps.</summary>
internal static class DeskWords
{
    /// <summary>The word for one value of an enumeration: key <c>Type.Value</c>.</summary>
    internal static string Word<T>(this IStringLocalizer<DeskTexts> texts, T value)
        where T : struct, Enum => texts[$"{typeof(T).Name}.{value}"];

    /// <summary>What it is about.</summary>
    internal static string Subject(this IStringLocalizer<CommonTexts> common, IStringLocalizer<DeskTexts> texts, AlarmCategory? category) =>
        category is { } known ? common.Word(known) : texts["Category.None"];

    internal static string Number(this IStringLocalizer<DeskTexts> texts, Incident incident) =>
        incident.Number?.ToString() ?? texts["Number.Waiting"];

    /// <summary>The address of its page; by number where there is one, because people read it.</summary>
    internal static string Address(Incident incident) => $"desk/{incident.Number?.ToString() ?? incident.Id.ToString()}";

    internal static string Caller(this IStringLocalizer<CommonTexts> common, IncidentCall call) =>
        common.Caller(new Party(call.CallerNumber, call.CallerName));

    internal static string Target(this IStringLocalizer<DeskTexts> texts, DeskTarget to) =>
        to.Kind == DeskTargetKind.Role ? texts[$"Role.{to.Name}"] : to.Name;

    /// <summary>Who has it, or where it waits.</summary>
    internal static string Standing(this IStringLocalizer<DeskTexts> texts, Incident incident) => incident switch
    {
        { State: IncidentState.HandedOver, HandedTo: { } to } => texts["Standing.HandedTo", texts.Target(to)],
        { State: IncidentState.InProgress, Owner: { } owner } => texts["Standing.Owner", owner],
        { MergedInto: not null } => texts["Standing.Merged"],
        _ => texts.Word(incident.State),
    };

    internal static string Outcome(this IStringLocalizer<DeskTexts> texts, IncidentOutcome outcome, IncidentRecipient? recipient) =>
        recipient is { } to ? $"{texts.Word(outcome)} ({texts.Word(to)})" : texts.Word(outcome);

    internal static string Local(this SiteClock clock, DateTimeOffset at, string format) =>
        clock.ToLocal(at).ToString(format, CultureInfo.CurrentCulture);
}
