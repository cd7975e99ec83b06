namespace Supervision.Client.Components;

/// <summary>A run of text inside or outside a match.</summary>
internal readonly record struct HighlightPart(string Text, bool IsMatch)
{
    private const char Open = '\u2068';
    private const char Close = '\u2069';

    /// <summary>Marks without a partner are dropped; the words stay.</summary>
    internal static IEnumerable<HighlightPart> Split(string text)
    {
        int from = 0;
        while (from < text.Length)
        {
            int open = text.IndexOf(Open, from);
            int close = open < 0 ? -1 : text.IndexOf(Close, open + 1);
            if (close < 0)
            {
                yield return new(Plain(text[from..]), false);
                yield break;
            }

            if (open > from)
            {
                yield return new(Plain(text[from..open]), false);
            }

            yield return new(Plain(text[(open + 1)..close]), true);
            from = close + 1;
        }
    }

    private static string Plain(string text) => text.Replace(Open.ToString(), "", StringComparison.Ordinal)
        .Replace(Close.ToString(), "", StringComparison.Ordinal);
}
