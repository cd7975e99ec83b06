using Supervision.Shared;

namespace Supervision.Grains.Incidents;

/// <summary>The calls of the incidents that are in memory: the open ones and those closed of late. Safe from any thread.</summary>
public interface IAttachedCalls
{
    bool Contains(CallId id);

    /// <summary>As they are at this moment.</summary>
    IReadOnlyCollection<CallId> All { get; }
}
