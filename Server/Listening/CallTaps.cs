using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Supervision.Grains.Calls;
using Supervision.Shared;

namespace Supervision.Server.Listening;

/// <summary>The taps of the calls that this process carries. Safe from any thread.</summary>
internal sealed class CallTaps(TimeProvider time)
{
    private readonly ConcurrentDictionary<CallId, CallTap> _taps = new();

    /// <summary>Calls that somebody listens to.</summary>
    internal int Listened => _taps.Values.Count(tap => tap.IsListenedTo);

    /// <summary>For a call that begins.</summary>
    internal CallTap Open(CallId id, ICallGrain grain) => _taps[id] = new CallTap(grain, time);

    internal bool TryGet(CallId id, [NotNullWhen(true)] out CallTap? tap) => _taps.TryGetValue(id, out tap);

    /// <summary>For a call that is over.</summary>
    internal void Close(CallId id)
    {
        if (_taps.TryRemove(id, out CallTap? tap))
        {
            tap.Close();
        }
    }
}
