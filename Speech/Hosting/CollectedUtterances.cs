using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Speech.Hosting;

/// <summary>Gathers what a recording gave. Written by a link's thread, read after the lane completed.</summary>
internal sealed class CollectedUtterances : ISpeechResults
{
    private readonly List<Utterance> _utterances = [];

    public void OnPartial(PartialUtterance partial)
    {
        // Nobody watches a recording being transcribed.
    }

    public void OnFinal(Utterance utterance)
    {
        lock (_utterances)
        {
            _utterances.Add(utterance);
        }
    }

    public void OnLag(Lane lane, int lagMs)
    {
        // A recording is not behind anything.
    }

    public void OnAggression(AggressionScore score)
    {
        // Voices are heard live, for the agent's sake; a recording is only written down.
    }

    internal IReadOnlyList<Utterance> All()
    {
        lock (_utterances)
        {
            return [.. _utterances];
        }
    }
}
