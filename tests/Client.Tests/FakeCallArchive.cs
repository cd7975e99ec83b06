using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Client.Tests;

/// <summary>Notes what is asked of it and answers what the test gives.</summary>
internal sealed class FakeCallArchive : ICallArchive
{
    internal List<CallQuery> Queries { get; } = [];

    internal Func<CallQuery, CallPage> Search { get; set; } = _ => new CallPage([], 0);

    internal Dictionary<CallId, CallDetails> Calls { get; } = [];

    public Task<CallPage> SearchAsync(CallQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return Task.FromResult(Search(query));
    }

    public Task<CallDetails?> GetAsync(CallId id, CancellationToken cancellationToken) =>
        Task.FromResult(Calls.GetValueOrDefault(id));
}
