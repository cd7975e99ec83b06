using System.Diagnostics.CodeAnalysis;
using Supervision.Grains.Alarms;
using Supervision.Grains.Calls;
using Supervision.Shared;

namespace Supervision.Grains;

/// <summary>Finds a grain by its key; activates it on first use; forgets it when it is idle or done.</summary>
public interface IGrainDirectory
{
    /// <summary>The call's grain, activated if need be.</summary>
    ICallGrain Call(CallId id);

    /// <summary>The call's grain only if the call is live.</summary>
    bool TryGetLiveCall(CallId id, [NotNullWhen(true)] out ICallGrain? grain);

    /// <summary>Calls that are live now.</summary>
    IReadOnlyCollection<CallId> LiveCalls { get; }

    IAlarmGrain Alarms { get; }
}
