using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>Who listens, and what slow connections lost.</summary>
internal sealed class ListeningHealth(ListeningCounters counters, CallTaps taps) : IHealthPart
{
    public PartHealth Report() => new("listening", PartState.Ok, $"{counters.Listening} listener(s).", new Dictionary<string, object>
    {
        ["listeners"] = counters.Listening,
        ["callsListenedTo"] = taps.Listened,
        ["begun"] = counters.Begun,
        ["framesDropped"] = counters.FramesDropped,
    });
}
