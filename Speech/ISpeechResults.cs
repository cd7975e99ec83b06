using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Speech;

/// <summary>Hears what was found on a lane. Called on any thread, one call at a time for a lane; must not block.</summary>
public interface ISpeechResults
{
    /// <summary>The words so far, at most five times a second; empty text clears them.</summary>
    void OnPartial(PartialUtterance partial);

    /// <summary>A final utterance or a gap, in the order of the call's clock.</summary>
    void OnFinal(Utterance utterance);

    /// <summary>How far the lane's words trail its voice, in ms; 0 when they follow.</summary>
    void OnLag(Lane lane, int lagMs);

    /// <summary>Of the caller's lane only.</summary>
    void OnAggression(AggressionScore score);
}
