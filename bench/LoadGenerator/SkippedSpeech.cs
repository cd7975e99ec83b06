using System.Text.Json;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.LoadGenerator;

/// <summary>
/// From the first gap on: how much of each lane was heard live and how much was skipped, as the hub told it. Used by the one reader of the hub.
/// </summary>
internal sealed class SkippedSpeech
{
    private readonly Dictionary<Lane, (long HeardMs, long SkippedMs)> lanes = [];

    /// <summary>Gap markers in the live transcripts.</summary>
    internal int Gaps { get; private set; }

    /// <summary>What they stand for, in call time.</summary>
    internal long Ms => lanes.Values.Sum(lane => lane.SkippedMs);

    /// <summary>Skipped by skipped and heard, 0 to 1, of callers and of agents.</summary>
    internal IReadOnlyDictionary<string, double> ShareByLane => lanes.ToDictionary(
        entry => entry.Key.ToString(), entry => Math.Round(entry.Value.SkippedMs / (double)Math.Max(1, entry.Value.HeardMs + entry.Value.SkippedMs), 3));

    /// <summary>Whether callers were heard before agents; null when nothing had to wait.</summary>
    internal bool? IsOrderKept => Gaps == 0
        ? null
        : ShareByLane.GetValueOrDefault(nameof(Lane.Caller)) <= ShareByLane.GetValueOrDefault(nameof(Lane.Agent));

    /// <param name="utterance">A final or a gap, as the hub tells it.</param>
    internal void Saw(JsonElement utterance)
    {
        Lane lane = Enum.Parse<Lane>(utterance.GetProperty("lane").GetString()!);
        int ms = utterance.GetProperty("endMs").GetInt32() - utterance.GetProperty("startMs").GetInt32();
        bool isGap = utterance.GetProperty("kind").GetString() == nameof(UtteranceKind.Gap);
        if (Gaps == 0 && !isGap)
        {
            // There is processor for everybody: agents, who speak first, are heard too.
            return;
        }

        (long heard, long skipped) = lanes.GetValueOrDefault(lane);
        lanes[lane] = isGap ? (heard, skipped + ms) : (heard + ms, skipped);
        Gaps += isGap ? 1 : 0;
    }
}
