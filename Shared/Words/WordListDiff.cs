using System.Text.Json.Serialization;

namespace Supervision.Shared.Words;

/// <summary>What became of a line between two texts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WordListChange>))]
public enum WordListChange
{
    Added,
    Removed,
}

/// <summary>A line that only one of two texts has.</summary>
/// <param name="Number">In the text that has it, from 1.</param>
public sealed record WordListDifference(WordListChange Change, int Number, string Text);

/// <summary>Compares two texts of word lists line by line. Pure.</summary>
public static class WordListDiff
{
    /// <summary>Cells of the comparison: 4 million take 16 MB for an instant; beyond that the middle is told as replaced whole.</summary>
    private const long MaxCells = 4_000_000;

    /// <summary>In the order of the texts, what was removed before what was added in its place.</summary>
    public static IReadOnlyList<WordListDifference> Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        string[] old = before.ReplaceLineEndings("\n").Split('\n');
        string[] now = after.ReplaceLineEndings("\n").Split('\n');
        int start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        int end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        return Middle(old.AsSpan(start..^end), now.AsSpan(start..^end), start);
    }

    private static List<WordListDifference> Middle(ReadOnlySpan<string> old, ReadOnlySpan<string> now, int offset)
    {
        int width = now.Length + 1;
        bool isComparable = (long)(old.Length + 1) * width <= MaxCells;
        int[] common = isComparable ? Lengths(old, now) : [];
        List<WordListDifference> differences = [];
        int i = 0;
        int j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (isComparable && i < old.Length && j < now.Length && old[i] == now[j])
            {
                i++;
                j++;
            }
            else if (i < old.Length && (j == now.Length || !isComparable || common[((i + 1) * width) + j] >= common[(i * width) + j + 1]))
            {
                differences.Add(new WordListDifference(WordListChange.Removed, offset + i + 1, old[i++]));
            }
            else
            {
                differences.Add(new WordListDifference(WordListChange.Added, offset + j + 1, now[j++]));
            }
        }

        return differences;
    }

    /// <summary>At (i, j): how many lines the rests of both have in common, in order.</summary>
    private static int[] Lengths(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        int width = now.Length + 1;
        int[] lengths = new int[(old.Length + 1) * width];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
            {
                lengths[(i * width) + j] = old[i] == now[j]
                    ? lengths[((i + 1) * width) + j + 1] + 1
                    : Math.Max(lengths[((i + 1) * width) + j], lengths[(i * width) + j + 1]);
            }
        }

        return lengths;
    }
}
