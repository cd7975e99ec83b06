using Supervision.Shared;
using Supervision.Shared.Tension;
using Supervision.Speech.Hosting;

namespace Supervision.Speech;

/// <summary>What a worker hears in the caller's voice; called on a link's receiving thread.</summary>
public sealed partial class SpeechLane
{
    private int _scoredToMs = -1;

    /// <summary>Tells a score once, in the order of the call's clock: a lane that moved may have a piece heard again.</summary>
    internal void OnAggression(WorkerLink link, int fromMs, int toMs, float probability)
    {
        lock (_gate)
        {
            // A worker never scores another lane; it is not believed if it does.
            if (_link != link || _isClosed || IsBatch || Lane != Lane.Caller || toMs <= _scoredToMs)
            {
                return;
            }

            _scoredToMs = toMs;
        }

        var score = new AggressionScore(fromMs, toMs, probability, link.AggressionName);
        Tell(() => _results.OnAggression(score));
    }
}
