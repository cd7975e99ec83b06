using Supervision.Shared;
using Supervision.Shared.Live;

namespace Supervision.Grains.Feed;

/// <summary>
/// Holds events for a moment and forgets those that a newer one makes useless: states and partials are replaced; finals, alarms, keys
/// and ends are all kept. Not thread-safe.
/// </summary>
public sealed class LiveCoalescer
{
    private readonly List<LiveEvent?> _events = [];
    private readonly Dictionary<CallId, int> _updates = [];
    private readonly Dictionary<(CallId Call, Lane Lane), int> _partials = [];
    private readonly Dictionary<CallId, LevelsMeasured> _levels = [];

    public bool IsEmpty => _events.Count == 0 && _levels.Count == 0;

    public void Add(LiveEvent liveEvent)
    {
        switch (liveEvent)
        {
            case LevelsMeasured levels:
                _levels[levels.CallId] = levels;
                break;
            case CallUpdated updated when _updates.TryGetValue(updated.CallId, out int index):
                // In the place of the older one, so that a call's beginning stays before its words.
                _events[index] = updated;
                break;
            case CallUpdated updated:
                _updates.Add(updated.CallId, _events.Count);
                _events.Add(updated);
                break;
            case TranscriptPartial partial:
                Forget(partial.CallId, partial.Partial.Lane);
                _partials.Add((partial.CallId, partial.Partial.Lane), _events.Count);
                _events.Add(partial);
                break;
            case TranscriptFinal final:
                Forget(final.CallId, final.Utterance.Lane);
                _events.Add(final);
                break;
            case CallEnded ended:
                Forget(ended.CallId);
                _events.Add(ended);
                break;
            default:
                _events.Add(liveEvent);
                break;
        }
    }

    /// <summary>Everything held, and holds nothing then.</summary>
    public LiveBatch Take(bool hasLost)
    {
        var batch = new LiveBatch([.. _events.OfType<LiveEvent>()], [.. _levels.Values], hasLost);
        _events.Clear();
        _updates.Clear();
        _partials.Clear();
        _levels.Clear();
        return batch;
    }

    private void Forget(CallId call, Lane lane)
    {
        if (_partials.Remove((call, lane), out int index))
        {
            _events[index] = null;
        }
    }

    private void Forget(CallId call)
    {
        _levels.Remove(call);
        if (_updates.Remove(call, out int index))
        {
            _events[index] = null;
        }

        Forget(call, Lane.Caller);
        Forget(call, Lane.Agent);
        Forget(call, Lane.Mixed);
    }
}
