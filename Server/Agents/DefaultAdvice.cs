using System.Globalization;
using System.Text;
using Supervision.Client.Services;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Agents;

/// <summary>
/// The advice that comes with the console, in the language of whoever asks: version 0 of every situation. Immutable.
/// </summary>
internal static class DefaultAdvice
{
    private const string French = "fr";
    private const string English = "en";

    private static readonly Dictionary<string, IReadOnlyList<Advice>> ByLanguage = new[] { French, English }.ToDictionary(language => language, Load);

    /// <summary>One for each category, in their order. French for whoever has the console in a language that is not among these.</summary>
    internal static IReadOnlyList<Advice> All =>
        ByLanguage.GetValueOrDefault(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? ByLanguage[French];

    internal static Advice Of(AlarmCategory category) => All.First(advice => advice.Category == category);

    /// <summary>
    /// What is shown of a version that was saved: a town's own words to everybody as they are; what says no more than the console's own text,
    /// in whichever language it was saved, in the language of whoever asks.
    /// </summary>
    internal static Advice Shown(Advice saved) =>
        ByLanguage.Values.Any(own => own.Contains(saved with { Version = 0, EditedBy = null, EditedAt = null }))
            ? saved with { Text = Of(saved.Category).Text }
            : saved;

    private static IReadOnlyList<Advice> Load(string language)
    {
        string resource = $"advice.{language}.txt";
        using Stream stream = typeof(DefaultAdvice).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Dictionary<AlarmCategory, List<string>> lines = [];
        List<string>? current = null;
        while (reader.ReadLine()?.Trim() is { } line)
        {
            if (line.Length > 2 && line[0] == '[')
            {
                lines[Enum.Parse<AlarmCategory>(line[1..^1])] = current = [];
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                current!.Add(line);
            }
        }

        return
        [
            .. Enum.GetValues<AlarmCategory>().Select(
                category => new Advice(category, lines.TryGetValue(category, out List<string>? own) ? string.Join('\n', own) : "", 0, null, null)),
        ];
    }
}
