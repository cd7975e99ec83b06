using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.Localization;
using Supervision.Client.Resources;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Client.Components;

/// <summary>The console's words for the values of the contracts, in the language of the screen, and the icons beside them.</summary>
internal static class Vocabulary
{
    /// <summary>The word for one value of an enumeration: key <c>Type.Value</c>.</summary>
    internal static string Word<T>(this IStringLocalizer<CommonTexts> texts, T value)
        where T : struct, Enum => texts[$"{typeof(T).Name}.{value}"];

    /// <summary>The name of a part of the console; the raw name for a part that has none.</summary>
    internal static string Part(this IStringLocalizer<CommonTexts> texts, string part)
    {
        LocalizedString name = texts[$"Part.{part}"];
        return name.ResourceNotFound ? part : name;
    }

    /// <summary>The person's roles, the widest first.</summary>
    internal static string RolesOf(this IStringLocalizer<CommonTexts> texts, ClaimsPrincipal user) =>
        texts.RolesOf(Roles.All.Where(user.IsInRole));

    /// <inheritdoc cref="RolesOf(IStringLocalizer{CommonTexts}, ClaimsPrincipal)"/>
    internal static string RolesOf(this IStringLocalizer<CommonTexts> texts, IEnumerable<string> roles) =>
        string.Join(", ", Roles.All.Intersect(roles).Select(role => (string)texts[$"Role.{role}"]));

    internal static string Caller(this IStringLocalizer<CommonTexts> texts, Party caller) =>
        caller.Number is { Length: > 0 } number ? PhoneNumber.Format(number) : caller.Name ?? texts["Caller.Unknown"];

    /// <summary>Name and number of the person at work, whichever are known.</summary>
    internal static string Agent(this IStringLocalizer<CommonTexts> texts, Party agent) => agent switch
    {
        { Name: { Length: > 0 } name, Number: { Length: > 0 } number } => $"{name} ({number})",
        { Name: { Length: > 0 } name } => name,
        { Number: { Length: > 0 } number } => number,
        _ => texts["Agent.Unknown"],
    };

    /// <summary>As <see cref="Agent"/>, where there is room for one of the two only.</summary>
    internal static string AgentName(this IStringLocalizer<CommonTexts> texts, Party agent) =>
        agent is { Name: { Length: > 0 } name } ? name : texts.Agent(agent);

    /// <summary>What the transcript of a call is worth, with its lag where that says more than words.</summary>
    internal static string Transcription(this IStringLocalizer<CommonTexts> texts, CallSnapshot call) =>
        call is { Transcription: TranscriptionState.Lagging, TranscriptLagMs: >= 1000 }
            ? texts["Transcription.Lag", (call.TranscriptLagMs / 1000).ToString(CultureInfo.CurrentCulture)]
            : texts.Word(call.Transcription);

    internal static IconName Icon(Lane lane) => lane switch
    {
        Lane.Caller => IconName.Person,
        Lane.Agent => IconName.Headset,
        _ => IconName.Voices,
    };

    internal static IconName Icon(RecordingState state) => state switch
    {
        RecordingState.Recording => IconName.Record,
        RecordingState.Paused => IconName.Pause,
        RecordingState.Refused => IconName.Refused,
        RecordingState.Private => IconName.Private,
        _ => IconName.Fault,
    };

    internal static IconName Icon(TensionLevel level) => level switch
    {
        TensionLevel.Aggressive => IconName.WaveSharp,
        TensionLevel.Tense => IconName.WaveTense,
        _ => IconName.WaveCalm,
    };

    internal static IconName Icon(AlarmSeverity severity) => severity switch
    {
        AlarmSeverity.Critical => IconName.Critical,
        AlarmSeverity.Serious => IconName.Alarm,
        _ => IconName.Notice,
    };

    internal static IconName Icon(AlarmCategory category) => category switch
    {
        AlarmCategory.Insult or AlarmCategory.DiscriminatoryInsult => IconName.Bubble,
        AlarmCategory.PropertyThreat => IconName.Building,
        AlarmCategory.Distress => IconName.Heart,
        AlarmCategory.Weapon => IconName.Blade,
        AlarmCategory.Aggression => IconName.Wave,
        AlarmCategory.Emergency => IconName.Cross,
        AlarmCategory.HelpRequested => IconName.Lifebuoy,
        AlarmCategory.DeathThreat => IconName.Critical,
        _ => IconName.Alarm,
    };
}
