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

    /// <summary>Words that a hub client saw.</summary>
    /// <param name="call">Call of the lane.</param>
    /// <param name="lane">Which voice.</param>
    /// <param name="utteranceStartMs">Start of the utterance on the call's clock.</param>
    /// <param name="text">Partial or final text, from the utterance's first word.</param>
    /// <param name="arrivalTimestamp">Of the message.</param>
    internal void Saw(CallId call, Lane lane, int utteranceStartMs, string text, long arrivalTimestamp)
    {
        if (!lanes.TryGetValue((call, lane), out Expected? expected))
        {
            return;
        }

        lock (gate)
        {
            expected.Match(utteranceStartMs, text.Split(' ', StringSplitOptions.RemoveEmptyEntries), arrivalTimestamp, latenciesMs);
        }
    }

    private sealed class Expected(IReadOnlyList<Word> words, long startTimestamp, TimeProvider time)
    {
        /// <summary>The utterance's start is the recogniser's; a word begins at most so much before it.</summary>
        private const int ToleranceMs = 600;

        private readonly bool[] seen = new bool[words.Count];

        internal IReadOnlyList<Word> Words => words;

        /// <summary>Walks text and expected words together; a text word may skip at most a few expected ones.</summary>
        internal void Match(int utteranceStartMs, string[] tokens, long arrival, List<double> latenciesMs)
        {
            const int MostSkipped = 2;
            int next = 0;
            while (next < words.Count && words[next].StartMs < utteranceStartMs - ToleranceMs)
            {
                next++;
            }

            foreach (string token in tokens)
            {
                for (int candidate = next; candidate < Math.Min(words.Count, next + 1 + MostSkipped); candidate++)
                {
                    if (words[candidate].Text == token)
                    {
                        Record(candidate, arrival, latenciesMs);
                        next = candidate + 1;
                        break;
                    }
                }
            }
        }

        private void Record(int index, long arrival, List<double> latenciesMs)
        {
            if (!seen[index])
            {
                seen[index] = true;
                double arrivedMs = time.GetElapsedTime(startTimestamp, arrival).TotalMilliseconds;
                // A packet holds 20 ms: the word's last sample leaves with the end of its packet.
                double lastPacketMs = Math.Ceiling(words[index].EndMs / 20.0) * 20;
                latenciesMs.Add(arrivedMs - lastPacketMs);
            }
        }
    }
}
