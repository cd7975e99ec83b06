using Supervision.Grains;
using Supervision.Grains.Feed;
using Supervision.Shared;

namespace Supervision.Server.Live;

/// <summary>How the live side feels: calls, what analysis and slow readers lost.</summary>
internal sealed class LiveHealth(GrainDirectory grains, LiveFeed feed) : IHealthPart
{
    public PartHealth Report()
    {
        int live = grains.LiveCalls.Count;
        return new PartHealth("live", PartState.Ok, $"{live} live call(s).", new Dictionary<string, object>
        {
            ["callsLive"] = live,
            ["framesDropped"] = grains.Counters.AnalysisFramesDropped,
            ["utterancesLost"] = grains.Counters.UtterancesLost,
            ["feedSubscribers"] = feed.SubscriberCount,
            ["feedEventsDropped"] = feed.Dropped,
        });
    }
}
