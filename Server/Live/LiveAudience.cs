using System.Security.Claims;
using Supervision.Grains.Incidents;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>
/// What one viewer may see of what is live: everything, or the calls of her own number and those attached to incidents where she works at
/// the desk, and their alarms. Remembers which calls are of her number, because most events name a call only; which are attached is asked
/// each time, because that ends. Used by one reader.
/// </summary>
internal sealed class LiveAudience
{
    /// <summary>Calls remembered as hers, ended ones for their alarms; the oldest are forgotten beyond.</summary>
    private const int MaxRemembered = 1000;

    private readonly bool _seesAll;
    private readonly string? _agentNumber;
    private readonly IAttachedCalls? _attached;
    private readonly CallOwners? _owners;
    private readonly HashSet<CallId> _own = [];
    private readonly Queue<CallId> _order = new();

    /// <summary>Attached calls that she was told of: when one is detached she must be told that too. Never more than are attached.</summary>
    private readonly HashSet<CallId> _given = [];

    /// <param name="seesAll">She sees every call.</param>
    /// <param name="agentNumber">Hers; null or empty for none.</param>
    /// <param name="attached">For somebody of the police desk; null otherwise.</param>
    /// <param name="owners">Says whose a call is that was over before she came; null: nobody knows.</param>
    internal LiveAudience(bool seesAll, string? agentNumber, IAttachedCalls? attached = null, CallOwners? owners = null)
    {
        _owners = owners;
        _attached = attached;
        _seesAll = seesAll;
        _agentNumber = agentNumber;
    }

    /// <summary>What to do with an event.</summary>
    internal enum Verdict
    {
        /// <summary>It is not hers.</summary>
        Pass,

        Show,

        /// <summary>A call was taken from her, or given to her while it goes on: only a new snapshot makes it go or come.</summary>
        ShowAnew,
    }

    internal static LiveAudience Of(ClaimsPrincipal? user, IAttachedCalls attached, CallOwners? owners = null)
    {
        return new LiveAudience(
            Principals.SeesAllCalls(user),
            user?.FindFirstValue(ClaimNames.AgentNumber),
            user?.IsInRole(Roles.PoliceDesk) == true ? attached : null,
            owners);
    }

    internal static LiveAudience Of(ICurrentUser user, CallOwners? owners = null) => new(user.SeesAllCalls, user.AgentNumber, user.Attached, owners);

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

        foreach (Alarm alarm in snapshot.Alarms)
        {
            LearnAttached(alarm.CallId);
            LearnEnded(alarm.CallId);
        }

        return new LiveSnapshot(
            [.. snapshot.Calls.Where(call => IsHers(call.Id))],
            [.. snapshot.Alarms.Where(alarm => IsHers(alarm.CallId))],
            [.. snapshot.Transcripts.Where(transcript => IsHers(transcript.CallId))])
        {
            Tensions = [.. snapshot.Tensions.Where(tension => IsHers(tension.CallId))],
        };
    }

    internal Verdict Judge(LiveEvent liveEvent)
    {
        if (liveEvent is CallOwnerFound)
        {
            return !_seesAll && LearnEnded(liveEvent.CallId) ? Verdict.ShowAnew : Verdict.Pass;
        }

        if (_seesAll)
        {
            return Verdict.Show;
        }

        if (liveEvent is IncidentChanged incident)
        {
            return Follow(incident.Incident) ? Verdict.ShowAnew : Verdict.Pass;
        }

        if (liveEvent is CallUpdated updated && !Learn(updated.Call))
        {
            return Verdict.ShowAnew;
        }

        if (liveEvent is AlarmRaised or AlarmUpdated)
        {
            LearnEnded(liveEvent.CallId);
        }

        return IsHers(liveEvent.CallId) ? Verdict.Show : Verdict.Pass;
    }

    internal TensionFrame Filter(TensionFrame frame) => _seesAll ? frame : frame.Only(IsHers);

    internal LevelsFrame Filter(LevelsFrame frame) => _seesAll ? frame : frame.Only(IsHers);

    private bool IsHers(CallId id) => _own.Contains(id) || _attached?.Contains(id) == true;

    /// <summary>False when the call was hers and is no longer.</summary>
    private bool Learn(CallSnapshot call)
    {
        bool wasHers = _own.Contains(call.Id) || _given.Contains(call.Id);
        bool isAttached = LearnAttached(call.Id);
        if (IsHerNumber(call.Agent.Number))
        {
            Remember(call.Id);
            return true;
        }

        _own.Remove(call.Id);
        return isAttached || !wasHers;
    }

    /// <summary>An alarm outlives its call. True when the call is hers and she did not have it.</summary>
    private bool LearnEnded(CallId id)
    {
        if (_agentNumber is not { Length: > 0 } || _own.Contains(id) || !IsHerNumber(_owners?.Find(id)))
        {
            return false;
        }

        Remember(id);
        return true;
    }

    private bool IsHerNumber(string? number) => _agentNumber is { Length: > 0 } && string.Equals(_agentNumber, number, StringComparison.Ordinal);

    private bool LearnAttached(CallId id)
    {
        bool isAttached = _attached?.Contains(id) == true;
        _ = isAttached ? _given.Add(id) : _given.Remove(id);
        return isAttached;
    }

    /// <summary>True when the incident gives her a call that she did not have, or has let go of one that was not hers otherwise.</summary>
    private bool Follow(Incident incident)
    {
        if (_attached is null)
        {
            return false;
        }

        bool isOther = false;
        foreach (CallId id in _given.Where(id => !_attached.Contains(id)).ToArray())
        {
            _given.Remove(id);
            isOther |= !_own.Contains(id);
        }

        foreach (IncidentCall call in incident.Calls)
        {
            isOther |= _attached.Contains(call.CallId) && _given.Add(call.CallId) && !_own.Contains(call.CallId);
        }

        return isOther;
    }

    private void Remember(CallId id)
    {
        if (_own.Add(id))
        {
            _order.Enqueue(id);
            if (_order.Count > MaxRemembered)
            {
                _own.Remove(_order.Dequeue());
            }
        }
    }
}
