using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Supervision.Shared;

namespace Supervision.Client.Components;

/// <summary>
/// What a part of the console says of itself, in the language of the screen. <see cref="PartHealth.Detail"/> is for logs and scripts, in
/// English; its sentence for people is a text of the resources that names figures: <c>{workers}</c>.
/// </summary>
internal static partial class HealthWords
{
    /// <summary>The state, or what lies behind it where one state has several causes.</summary>
    internal static string Case(PartHealth part) => part switch
    {
        { Part: "speech", State: PartState.Degraded } when Is(part, "state", "Off") => "Off",
        { Part: "speech", State: PartState.Degraded } when Is(part, "state", "Starting") => "Starting",
        { Part: "speech", State: PartState.Degraded } when Number(part, "workers") < Number(part, "workersWanted") => "Partly",
        { Part: "speech-model", State: PartState.Degraded } when Is(part, "name", "") => "Off",
        { Part: "speech-model", State: PartState.Degraded } when Is(part, "demonstration", bool.FalseString) => "StandIn",
        { Part: "aggression", State: PartState.Ok } when Is(part, "enabled", bool.FalseString) => "Off",
        { Part: "aggression", State: PartState.Degraded } when Number(part, "workersScoring") > 0 => "Behind",
        { Part: "tension", State: PartState.Ok } when !part.Figures.ContainsKey("raiseThreshold") => "Off",
        { Part: "journal", State: PartState.Degraded } when Number(part, "lost") > 0 => "Lost",
        { Part: "database", State: PartState.Degraded } when Number(part, "rejected") > 0 => "Rejected",
        _ => part.State.ToString(),
    };

    /// <summary>The sentence of <c>prefix.part.case</c>, of <c>prefix.part.state</c> or of <c>prefix.part</c>, the first that there is; null when none is.</summary>
    internal static string? Sentence<T>(this IStringLocalizer<T> texts, string prefix, PartHealth part)
    {
        string name = $"{prefix}.{part.Part}";
        LocalizedString? found = ((string[])[$"{name}.{Case(part)}", $"{name}.{part.State}", name])
            .Select(key => texts[key])
            .FirstOrDefault(text => !text.ResourceNotFound);
        return found is null ? null : FigureName().Replace(found.Value, match => Format(Find(part, match.Groups["name"].Value)));
    }

    /// <summary>A figure as people write it.</summary>
    internal static string Format(object? value) => value switch
    {
        null or "" => "–",
        string text => text,
        double or float or decimal => ((IFormattable)value).ToString("#,0.##", CultureInfo.CurrentCulture),
        int or long => ((IFormattable)value).ToString("N0", CultureInfo.CurrentCulture),
        IEnumerable many when many.Cast<object>().Any() => string.Join(", ", many.Cast<object>().Select(Format)),
        IEnumerable => "–",
        _ => Convert.ToString(value, CultureInfo.CurrentCulture) ?? "–",
    };

    private static object? Find(PartHealth part, string figure) => part.Figures.TryGetValue(figure, out object? value) ? value : null;

    private static bool Is(PartHealth part, string figure, string value) =>
        Find(part, figure) is { } found && string.Equals(Convert.ToString(found, CultureInfo.InvariantCulture), value, StringComparison.Ordinal);

    private static double Number(PartHealth part, string figure) =>
        Find(part, figure) is IConvertible value and not string ? value.ToDouble(CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]\w*)\}")]
    private static partial Regex FigureName();
}
