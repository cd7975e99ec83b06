namespace Supervision.Grains.Rules;

/// <summary>The last words of a lane's utterance, kept for the next one. Used by one grain alone.</summary>
internal sealed class UtteranceTail
{
    /// <summary>Words kept: a phrase is rarely longer, and "il m'a dit" may stand in front of it.</summary>
    private const int Words = 12;

    /// <summary>So long after the end of an utterance the next one may go on with its phrase.</summary>
    internal static readonly TimeSpan JoinsWithin = TimeSpan.FromSeconds(2);

    private readonly List<int> _times = [];
    private readonly List<Token> _tokens = [];
    private string _kept = "";
    private int _endMs;

    /// <summary>What stands in front of the utterance under way; empty when nothing does.</summary>
    internal string Text { get; private set; } = "";

    /// <summary>How many of its words that is.</summary>
    internal int Count { get; private set; }

    /// <summary>When each of these words began, on the call's clock.</summary>
    internal IReadOnlyList<int> Times => _times;

    /// <summary>Decides, once for an utterance, whether the kept words belong before it.</summary>
    internal void Join(PhraseScanner scanner, int startMs)
    {
        int gapMs = startMs - _endMs;
        bool joins = _kept.Length > 0 && gapMs >= 0 && gapMs <= JoinsWithin.TotalMilliseconds;
        Text = joins ? _kept : "";
        _tokens.Clear();
        scanner.Trie.Split(Text, _tokens);
        Count = _tokens.Count;
    }

    internal void Keep(PhraseScanner scanner, WordClock clock, int endMs)
    {
        _kept = scanner.Tail(Words);
        _endMs = endMs;
        _times.Clear();
        for (int i = Math.Max(0, scanner.Tokens.Length - Words); i < scanner.Tokens.Length; i++)
        {
            _times.Add(clock[i]);
        }
    }

    internal void Forget() => (_kept, Text, Count) = ("", "", 0);
}
