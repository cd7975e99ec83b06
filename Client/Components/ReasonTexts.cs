using System.Globalization;
using Microsoft.Extensions.Localization;
using Supervision.Client.Resources;
using Supervision.Shared.Alarms;
using Supervision.Shared.Words;

namespace Supervision.Client.Components;

/// <summary>What an alarm's reason says, in the language of the screen. Names of rules: docs/alarms.md.</summary>
internal static class ReasonTexts
{
    private const string Words = "words/";

    /// <summary>What fired, and why its words count less where they do; the raw name of a rule that is not known.</summary>
    internal static string Rule(this IStringLocalizer<CommonTexts> texts, AlarmReason reason)
    {
        string name = Name(texts, reason.Rule);
        return reason.Lowered is { } lowered ? texts["Rule.Lowered", name, texts.Word(lowered)] : name;
    }

    private static string Name(IStringLocalizer<CommonTexts> texts, string rule)
    {
        if (rule.StartsWith(Words, StringComparison.Ordinal))
        {
            string list = rule[Words.Length..];
            return texts["Rule.words", WordListNames.Category(list) is { } category ? texts.Word(category) : list];
        }

        LocalizedString known = texts[$"Rule.{rule}"];
        return known.ResourceNotFound ? rule : known;
    }

    /// <summary>Repeated caller, talk-over, long call…: nothing that anybody said.</summary>
    internal static bool IsCircumstance(this AlarmReason reason) => reason.Rule.StartsWith("context/", StringComparison.Ordinal);

    /// <summary>The score and what it had to reach, in the rule's own unit; null for a rule without score.</summary>
    internal static string? Measured(this IStringLocalizer<CommonTexts> texts, AlarmReason reason)
    {
        if (reason is not { Score: { } score, Threshold: { } threshold })
        {
            return null;
        }

        string format = reason.Rule switch
        {
            "context/repeated-caller" or "context/confirmed-alarm" or "context/long-call" => "0",
            "context/talk-over" => "P0",
            _ => "0.00",
        };
        LocalizedString own = texts[$"Rule.{reason.Rule}.Measured", Number(score, format), Number(threshold, format)];
        return own.ResourceNotFound ? texts["Rule.Measured", Number(score, format), Number(threshold, format)] : own;
    }

    /// <summary>The score alone, where a line has room for no more; null for a circumstance and for a rule without score.</summary>
    internal static string? Score(this IStringLocalizer<CommonTexts> texts, AlarmReason reason) =>
        reason is { Score: { } score } && !reason.IsCircumstance() ? texts["Rule.Score", Number(score, "0.00")].Value : null;

    private static string Number(float value, string format) => value.ToString(format, CultureInfo.CurrentCulture);
}
