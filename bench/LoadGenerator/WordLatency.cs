using System.Collections.Concurrent;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.LoadGenerator;

/// <summary>
/// Latency from the last packet of a word to the first partial or final at a hub client that shows it. Which words are to come, and when
/// each ends, is what raw libvosk heard in the same audio; a word that the console hears otherwise is not counted, only told.
/// </summary>
internal sealed class WordLatency
{
    private readonly ConcurrentDictionary<(CallId Call, Lane Lane), Expected> lanes = new();
    private readonly List<double> latenciesMs = [];
    private readonly Lock gate = new();

    internal long WordsExpected => lanes.Values.Sum(lane => (long)lane.Words.Count);

    /// <summary>Ascending, in ms.</summary>
    internal IReadOnlyList<double> SortedMs()
    {
        lock (gate)
        {
            return [.. latenciesMs.Order()];
        }
    }

    /// <param name="call">Call of the lane.</param>
    /// <param name="lane">Which voice.</param>
    /// <param name="words">With their times in the audio as it is played.</param>
    /// <param name="startTimestamp">When position zero of the audio was sent, on <paramref name="time"/>.</param>
    /// <param name="time">The clock of sender and client.</param>
    internal void Expect(CallId call, Lane lane, IReadOnlyList<Word> words, long startTimestamp, TimeProvider time) =>
        lanes[(call, lane)] = new Expected(words, startTimestamp, time);

    /// <summary>A partial came to a hub client.</summary>
    internal void SawPartial(CallId call, Lane lane, string text, long arrivalTimestamp)
    {
        if (lanes.TryGetValue((call, lane), out Expected? expected))
        {
            expected.Remember(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), arrivalTimestamp);
        }
    }

    /// <summary>A final came: its words say which of the partials before it showed which word first.</summary>
    internal void SawFinal(CallId call, Lane lane, IReadOnlyList<(string Text, int EndMs)> words, long arrivalTimestamp)
    {
        if (lanes.TryGetValue((call, lane), out Expected? expected))
        {
            lock (gate)
            {
                expected.Match(words, arrivalTimestamp, latenciesMs);
            }
        }
    }

    /// <summary>One lane. Used by the one reader of the hub.</summary>
    private sealed class Expected(IReadOnlyList<Word> words, long startTimestamp, TimeProvider time)
    {
        /// <summary>
        /// The same word of the same audio: so far the two may disagree on where it ends. Its beginning says less: of an utterance's first
        /// word it may be the beginning of the silence before.
        /// </summary>
        private const int ToleranceMs = 600;

        private readonly bool[] seen = new bool[words.Count];
        private readonly List<(string[] Tokens, long Arrival)> partials = [];

        internal IReadOnlyList<Word> Words => words;

        internal void Remember(string[] tokens, long arrival) => partials.Add((tokens, arrival));

        internal void Match(IReadOnlyList<(string Text, int EndMs)> final, long arrival, List<double> latenciesMs)
        {
            for (int i = 0; i < final.Count; i++)
            {
                if (Find(final[i]) is { } index)
                {
                    seen[index] = true;
                    Record(words[index], FirstArrival(i, final[i].Text) ?? arrival, latenciesMs);
                }
            }

            partials.Clear();
        }

        private int? Find((string Text, int EndMs) word)
        {
            for (int i = 0; i < words.Count; i++)
            {
                if (!seen[i] && words[i].Text == word.Text && Math.Abs(words[i].EndMs - word.EndMs) <= ToleranceMs)
                {
                    return i;
                }
            }

            return null;
        }

        private long? FirstArrival(int position, string text)
        {
            foreach ((string[] tokens, long at) in partials)
            {
                if (position < tokens.Length && tokens[position] == text)
                {
                    return at;
                }
            }

            return null;
        }

        private void Record(Word word, long arrival, List<double> latenciesMs)
        {
            double arrivedMs = time.GetElapsedTime(startTimestamp, arrival).TotalMilliseconds;

            // A packet holds 20 ms: the word's last sample leaves with the end of its packet.
            double lastPacketMs = Math.Ceiling(word.EndMs / 20.0) * 20;
            latenciesMs.Add(arrivedMs - lastPacketMs);
        }
    }
}
