using System.Text;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Replay;

/// <summary>Finds in a transcript the words that alarms quote. Pure.</summary>
internal static class HeardWords
{
    /// <summary>The words that became final may stand a little beside where they were heard first.</summary>
    private const int ToleranceMs = 5000;

    /// <summary>Words by reference: the same word is often said twice.</summary>
    internal static IReadOnlySet<Word> Of(IReadOnlyList<Utterance> utterances, IReadOnlyList<AlarmReason> reasons)
    {
        var found = new HashSet<Word>(ReferenceEqualityComparer.Instance);
        foreach (AlarmReason reason in reasons)
        {
            string wanted = Plain(reason.Heard);
            if (wanted.Length > 0)
            {
                found.UnionWith(Nearest(utterances, reason, wanted));
            }
        }

        return found;
    }

    private static IReadOnlyList<Word> Nearest(IReadOnlyList<Utterance> utterances, AlarmReason reason, string wanted)
    {
        IReadOnlyList<Word> nearest = [];
        int distance = int.MaxValue;
        foreach (Utterance utterance in utterances)
        {
            if (utterance.Lane != reason.Lane || utterance.EndMs < reason.AtMs - ToleranceMs || utterance.StartMs > reason.AtMs + ToleranceMs)
            {
                continue;
            }

            foreach (IReadOnlyList<Word> words in Matches(utterance.Words, wanted))
            {
                int away = Math.Abs(words[0].StartMs - reason.AtMs);
                if (away < distance)
                {
                    (nearest, distance) = (words, away);
                }
            }
        }

        return nearest;
    }

    /// <summary>Runs of words whose letters are the quoted ones, however either is cut into words.</summary>
    private static IEnumerable<IReadOnlyList<Word>> Matches(IReadOnlyList<Word> words, string wanted)
    {
        for (int first = 0; first < words.Count; first++)
        {
            var said = new StringBuilder();
            for (int last = first; last < words.Count && said.Length < wanted.Length; last++)
            {
                said.Append(Plain(words[last].Text));
                if (said.Length == wanted.Length && said.ToString() == wanted)
                {
                    yield return [.. words.Skip(first).Take(last - first + 1)];
                }
            }
        }
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
