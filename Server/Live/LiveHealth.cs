using Supervision.Grains;
using Supervision.Grains.Feed;
using Supervision.Shared;

namespace Supervision.Server.Live;

/// <summary>How the live side feels: calls, what analysis and slow readers lost, which words raise alarms.</summary>
internal sealed class LiveHealth(GrainDirectory grains, LiveFeed feed, AlarmWordsFile words) : IHealthPart
{
    public PartHealth Report()
    {
        int live = grains.LiveCalls.Count;
        var figures = new Dictionary<string, object>
        {
            ["callsLive"] = live,
            ["framesDropped"] = grains.Counters.AnalysisFramesDropped,
            ["utterancesLost"] = grains.Counters.UtterancesLost,
            ["feedSubscribers"] = feed.SubscriberCount,
            ["feedEventsDropped"] = feed.Dropped,
            ["alarmWords"] = words.List.Version,
            ["alarmPhrases"] = words.List.PhraseCount,
        };
        return words.Errors.Count > 0
            ? new PartHealth(
                "live",
                PartState.Degraded,
                $"{AlarmWordsFile.FileName} has {words.Errors.Count} error(s) and is not used: {words.Errors[0]}",
                figures)
            : new PartHealth("live", PartState.Ok, $"{live} live call(s).", figures);
    }
}
