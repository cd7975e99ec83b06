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

    /// <summary>How often a call was asked for.</summary>
    internal int Asked { get; private set; }

    /// <summary>Before a call is told.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    public Task<CallPage> SearchAsync(CallQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return Task.FromResult(Search(query));
    }

    public async Task<CallDetails?> GetAsync(CallId id, CancellationToken cancellationToken)
    {
        Asked++;
        await Gate.WaitAsync(cancellationToken);
        return Calls.GetValueOrDefault(id);
    }
}
