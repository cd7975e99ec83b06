using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Grains.Calls;

/// <summary>The caller's tension, from the scores of the acoustic model.</summary>
internal sealed partial class CallGrain
{
    private void HearAggression(AggressionScore score)
    {
        _services.Feed.Publish(new TensionMeasured(Id, new TensionPoint(score.ToMs, score.Probability, TensionLevel.Calm)));
    }
}
