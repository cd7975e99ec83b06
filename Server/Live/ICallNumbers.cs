using Supervision.Shared;

namespace Supervision.Server.Live;

/// <summary>Of which agent's number the calls were that are over. Safe from any thread.</summary>
internal interface ICallNumbers
{
    /// <summary>Those of <paramref name="calls"/> that are kept and over; the number is null where none was known.</summary>
    /// <exception cref="Data.DatabaseUnavailableException">The record is away.</exception>
    Task<IReadOnlyDictionary<CallId, string?>> GetAgentNumbersAsync(IReadOnlyCollection<CallId> calls, CancellationToken cancellationToken);
}
