using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Server.Live;

/// <summary>
/// Of a curve that moves twice a second, the steps that a page without a curve shows: the level of a call when it is another one than was
/// told. Used by one reader.
/// </summary>
internal sealed class TensionSteps
{
    private readonly Dictionary<CallId, TensionLevel> _told = [];
    private readonly HashSet<CallId> _resting = [];

    /// <summary>False for a level that was told already, and for one that a pause has overtaken; true for all that is no level.</summary>
    internal bool IsNews(LiveEvent liveEvent)
    {
        switch (liveEvent)
        {
            case TensionMeasured measured when _resting.Contains(measured.CallId):
                return false;
            case TensionMeasured { Tension.Level: var level } measured:
                bool isNews = !_told.TryGetValue(measured.CallId, out TensionLevel told) || told != level;
                _told[measured.CallId] = level;
                return isNews;
            case CallUpdated { Call.Tension: TensionState.Followed }:
                _resting.Remove(liveEvent.CallId);
                return true;
            case CallUpdated:
                // The page takes the level away: the same one is news when it is followed again.
                _told.Remove(liveEvent.CallId);
                _resting.Add(liveEvent.CallId);
                return true;
            case TensionWithdrawn:
                _told.Remove(liveEvent.CallId);
                return true;
            case CallEnded:
                _told.Remove(liveEvent.CallId);
                _resting.Remove(liveEvent.CallId);
                return true;
            default:
                return true;
        }
    }

    /// <summary>After events were lost, the levels among them that were taken back: a call without a point has none.</summary>
    internal IEnumerable<LiveEvent> Correct(LiveSnapshot truth)
    {
        var measured = truth.Tensions.Where(curve => curve.Points.Count > 0).Select(curve => curve.CallId).ToHashSet();
        foreach (CallId id in truth.Calls.Select(call => call.Id).Where(id => !measured.Contains(id)))
        {
            _told.Remove(id);
            yield return new TensionWithdrawn(id, 0);
        }
    }
}
