using System.Text.Json;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.LoadGenerator;

/// <summary>
/// Latency from the last packet of the words that raise an alarm to the alarm, or its further reason, at a hub client. When the words end is
/// what raw libvosk heard in the same audio. Used by the one reader of the hub.
/// </summary>
internal sealed class AlarmLatency
{
    private readonly Dictionary<CallId, Expected> callers = [];
    private readonly Dictionary<Guid, int> reasonsSeen = [];
    private readonly List<TimedReason> timed = [];

    /// <summary>Reasons that quoted words; those whose words raw libvosk heard too are in <see cref="Timed"/>.</summary>
    internal int ReasonsSeen { get; private set; }

    /// <summary>In the order in which they came.</summary>
    internal IReadOnlyList<TimedReason> Timed => timed;

    /// <summary>Ascending, in ms.</summary>
    internal IReadOnlyList<double> SortedMs() => [.. timed.Select(reason => reason.LatencyMs).Order()];

    /// <inheritdoc cref="WordLatency.Expect"/>
    internal void Expect(CallId call, IReadOnlyList<Word> words, long startTimestamp, TimeProvider time) =>
        callers[call] = new Expected(words, startTimestamp, time);

    /// <param name="alarm">As the hub tells it, each time it tells it.</param>
    /// <param name="arrival">Of the message.</param>
    internal void Saw(JsonElement alarm, long arrival)
    {
        Guid id = alarm.GetProperty("id").GetGuid();
        JsonElement[] reasons = [.. alarm.GetProperty("reasons").EnumerateArray()];
        int seen = reasonsSeen.GetValueOrDefault(id);
        reasonsSeen[id] = Math.Max(seen, reasons.Length);
        if (!callers.TryGetValue(new CallId(alarm.GetProperty("callId").GetGuid()), out Expected? expected))
        {
            return;
        }

        for (int i = seen; i < reasons.Length; i++)
        {
            string heard = reasons[i].GetProperty("heard").GetString()!;
            if (heard.Length == 0 || !IsThreatening(reasons[i]))
            {
                continue;
            }

            ReasonsSeen++;
            if (expected.Since(heard.Split(' ', StringSplitOptions.RemoveEmptyEntries), arrival) is { } latencyMs)
            {
                timed.Add(new TimedReason(id, i + 1, arrival, latencyMs));
            }
        }
    }

    /// <summary>A lone insult waits for the final on purpose; of threats, weapons and calls for help every moment counts.</summary>
    private static bool IsThreatening(JsonElement reason) =>
        reason.GetProperty("rule").GetString() is not ("words/insult" or "words/discriminatory");

    private sealed record Expected(IReadOnlyList<Word> Words, long StartTimestamp, TimeProvider Time)
    {
        private const double PacketMs = 20;

        /// <summary>An alarm may come a little before raw libvosk says that its last word has ended.</summary>
        private const double EarliestMs = -500;

        /// <summary>Since the last of the quoted words was sent, the newest time that they were said; null when raw libvosk heard otherwise.</summary>
        internal double? Since(string[] heard, long arrival)
        {
            double arrivedMs = Time.GetElapsedTime(StartTimestamp, arrival).TotalMilliseconds;
            for (int last = Words.Count - 1; last >= heard.Length - 1; last--)
            {
                double latency = arrivedMs - (Math.Ceiling(Words[last].EndMs / PacketMs) * PacketMs);
                if (latency >= EarliestMs && heard.SequenceEqual(Words.Skip(last + 1 - heard.Length).Take(heard.Length).Select(word => word.Text)))
                {
                    return latency;
                }
            }

            return null;
        }
    }
}

/// <summary>A reason whose words raw libvosk heard too.</summary>
/// <param name="Alarm">Its alarm.</param>
/// <param name="Reasons">How many the alarm has with it.</param>
/// <param name="Arrival">When it came to the hub client.</param>
/// <param name="LatencyMs">From the last packet of its words until then.</param>
internal sealed record TimedReason(Guid Alarm, int Reasons, long Arrival, double LatencyMs);
