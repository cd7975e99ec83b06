using Microsoft.Extensions.Localization;
using Supervision.Client.Components;
using Supervision.Client.Resources;

namespace Supervision.Client.Replay;

/// <summary>What a mark of the time line is called on the screen.</summary>
internal static class MarkNames
{
    internal static string Name(this IStringLocalizer<ReplayTexts> texts, IStringLocalizer<CommonTexts> common, CallMark mark)
    {
        if (mark.Alarm is { } alarm)
        {
            return common.Word(alarm.Category);
        }

        LocalizedString known = texts[$"Event.{mark.Event?.Kind}", mark.Event?.Detail ?? ""];
        return known.ResourceNotFound ? texts["Event.other", mark.Event?.Kind ?? ""] : known;
    }
}
