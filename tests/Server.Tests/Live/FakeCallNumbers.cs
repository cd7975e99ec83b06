using System.Collections.Concurrent;
using Supervision.Server.Data;
using Supervision.Server.Live;
using Supervision.Shared;
using Supervision.Testing;

namespace Supervision.Server.Tests.Live;

/// <summary>A record of calls that are over; may be away, or hang. Safe from any thread.</summary>
internal sealed class FakeCallNumbers : ICallNumbers
{
    private readonly SharedCollection<IReadOnlyCollection<CallId>> _asked = [];

    internal ConcurrentDictionary<CallId, string?> Ended { get; } = new();

    internal bool IsAway { get; set; }

    /// <summary>As a database whose disk has stopped: nothing comes, not even an error.</summary>
    internal bool Hangs { get; set; }

    internal IReadOnlyCollection<IReadOnlyCollection<CallId>> Asked => [.. _asked];

    public Task<IReadOnlyDictionary<CallId, string?>> GetAgentNumbersAsync(IReadOnlyCollection<CallId> calls, CancellationToken cancellationToken)
    {
        _asked.Add(calls);
        return Hangs
            ? new TaskCompletionSource<IReadOnlyDictionary<CallId, string?>>().Task
            : IsAway
                ? Task.FromException<IReadOnlyDictionary<CallId, string?>>(new DatabaseUnavailableException("away"))
                : Task.FromResult<IReadOnlyDictionary<CallId, string?>>(Ended.Where(call => calls.Contains(call.Key)).ToDictionary());
    }
}
