using Supervision.Shared.Words;

namespace Supervision.Client.Admin;

/// <summary>Changes one line of a list's text and leaves all others, comments included, as they are. Pure.</summary>
internal static class WordListText
{
    /// <param name="text">Whole text.</param>
    /// <param name="number">Of the line, from 1.</param>
    /// <param name="line">Its new text.</param>
    internal static string Replace(string text, int number, string line) => Change(text, lines => lines[number - 1] = line);

    /// <inheritdoc cref="Replace"/>
    internal static string Remove(string text, int number) => Change(text, lines => lines.RemoveAt(number - 1));

    /// <summary>Behind the last line of its kind, so that a list stays in its order; at the end when it is the first.</summary>
    internal static string Add(string text, IReadOnlyList<WordListLine> known, WordListLine line) => Change(
        text,
        lines =>
        {
            int last = known.LastOrDefault(other => other.Kind == line.Kind && other.Category == line.Category)?.Number ?? 0;
            lines.Insert(last > 0 ? last : lines.Count > 0 && lines[^1].Length == 0 ? lines.Count - 1 : lines.Count, line.Text);
        });

    private static string Change(string text, Action<List<string>> change)
    {
        List<string> lines = [.. text.ReplaceLineEndings("\n").Split('\n')];
        change(lines);
        return string.Join('\n', lines);
    }
}
