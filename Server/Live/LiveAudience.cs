using System.Security.Claims;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>
/// What one viewer may see of what is live: everything, or the calls of her own number and their alarms. Remembers which calls are
/// hers, because most events name a call only. Used by one reader.
/// </summary>
internal sealed class LiveAudience
{
    /// <summary>Calls remembered as hers, ended ones for their alarms; the oldest are forgotten beyond.</summary>
    private const int MaxRemembered = 1000;

    private readonly bool _seesAll;
    private readonly string? _agentNumber;
    private readonly HashSet<CallId> _own = [];
    private readonly Queue<CallId> _order = new();

    internal LiveAudience(bool seesAll, string? agentNumber)
    {
        _seesAll = seesAll;
        _agentNumber = agentNumber;
    }

    /// <summary>What to do with an event.</summary>
    internal enum Verdict
    {
        /// <summary>It is not hers.</summary>
        Pass,

        Show,

        /// <summary>A call was taken from her: only a new snapshot makes it go.</summary>
        ShowAnew,
    }

    internal static LiveAudience Of(ClaimsPrincipal? user)
    {
        return new LiveAudience(Principals.SeesAllCalls(user), user?.FindFirstValue(ClaimNames.AgentNumber));
    }

    internal static LiveAudience Of(ICurrentUser user) => new(user.SeesAllCalls, user.AgentNumber);

    internal LiveSnapshot Filter(LiveSnapshot snapshot)
    {
        if (_seesAll)
        {
            return snapshot;
        }

        foreach (CallSnapshot call in snapshot.Calls)
        {
            Learn(call);
        }

        return new LiveSnapshot(
            [.. snapshot.Calls.Where(call => _own.Contains(call.Id))],
            [.. snapshot.Alarms.Where(alarm => _own.Contains(alarm.CallId))],
            [.. snapshot.Transcripts.Where(transcript => _own.Contains(transcript.CallId))])
        {
            Tensions = [.. snapshot.Tensions.Where(tension => _own.Contains(tension.CallId))],
        };
    }

    internal Verdict Judge(LiveEvent liveEvent)
    {
        if (_seesAll)
        {
            return Verdict.Show;
        }

        if (liveEvent is CallUpdated updated && !Learn(updated.Call))
        {
            return Verdict.ShowAnew;
        }

        return _own.Contains(liveEvent.CallId) ? Verdict.Show : Verdict.Pass;
    }

    internal TensionFrame Filter(TensionFrame frame) => _seesAll ? frame : frame.Only(_own.Contains);

    internal LevelsFrame Filter(LevelsFrame frame) => _seesAll ? frame : frame.Only(_own.Contains);

    /// <summary>False when the call was hers and is no longer.</summary>
    private bool Learn(CallSnapshot call)
    {
        bool isOwn = _agentNumber is { Length: > 0 } && string.Equals(_agentNumber, call.Agent.Number, StringComparison.Ordinal);
        if (!isOwn)
        {
            return !_own.Remove(call.Id);
        }

        if (_own.Add(call.Id))
        {
            _order.Enqueue(call.Id);
            if (_order.Count > MaxRemembered)
            {
                _own.Remove(_order.Dequeue());
            }
        }

        return true;
    }
}
