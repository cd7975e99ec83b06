using Microsoft.Extensions.Localization;
using Supervision.Client.Resources;
using Supervision.Shared;

namespace Supervision.Client.Components;

/// <summary>Says in the language of the screen what a part that is not well means for people. Pure.</summary>
internal static class PartTroubles
{
    /// <summary>Key <c>Status.part.Failed</c> or <c>Status.part</c>; a general sentence for a part that has none of its own.</summary>
    internal static string Trouble(this IStringLocalizer<WallBoardTexts> texts, IStringLocalizer<CommonTexts> common, PartHealth part)
    {
        string suffix = part.State == PartState.Failed ? ".Failed" : "";
        LocalizedString own = texts[$"Status.{part.Part}{suffix}"];
        if (own.ResourceNotFound)
        {
            own = texts[$"Status.{part.Part}"];
        }

        return own.ResourceNotFound ? texts[$"Status.other{suffix}", common.Part(part.Part)] : own;
    }
}
