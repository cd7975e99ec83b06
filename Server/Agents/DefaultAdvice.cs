using System.Text;
using Supervision.Client.Services;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Agents;

/// <summary>The advice that comes with the console: version 0 of every situation. Immutable.</summary>
internal static class DefaultAdvice
{
    private const string Resource = "advice.fr.txt";

    /// <summary>One for each category, in their order.</summary>
    internal static IReadOnlyList<Advice> All { get; } = Load();

    internal static Advice Of(AlarmCategory category) => All.First(advice => advice.Category == category);

    private static Advice[] Load()
    {
        using Stream stream = typeof(DefaultAdvice).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
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
