using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Client.Services;

/// <summary>Calls that are over, and one call whole, live or not. Only what the signed-in user may see.</summary>
public interface ICallArchive
{
    Task<CallPage> SearchAsync(CallQuery query, CancellationToken cancellationToken);

    /// <summary>Null when there is no such call or the user may not see it.</summary>
    Task<CallDetails?> GetAsync(CallId id, CancellationToken cancellationToken);
}
