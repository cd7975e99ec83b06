using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.Tests;

/// <summary>An agent's side that says what the test tells it to.</summary>
internal sealed class FakeAgentDesk : IAgentDesk
{
    private readonly Channel<IReadOnlyList<LiveEvent>> _feed = Channel.CreateUnbounded<IReadOnlyList<LiveEvent>>();

    public string? Number { get; set; } = "201";

    internal LiveSnapshot Snapshot { get; set; } = new([], [], []);

    internal IReadOnlyList<CallListItem> Recent { get; set; } = [];

    /// <summary>Before the advice and her last calls are told.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    internal List<(CallId Id, bool IsPaused)> Pauses { get; } = [];

    public Task<LiveSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) => Task.FromResult(Snapshot);

    public async IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<LiveEvent> batch in _feed.Reader.ReadAllAsync(cancellationToken))
        {
            yield return batch;
        }
    }

    public async Task<IReadOnlyList<CallListItem>> GetRecentCallsAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        return Recent;
    }

    public Task<bool> SetPausedAsync(CallId id, bool isPaused, CancellationToken cancellationToken)
    {
        Pauses.Add((id, isPaused));
        return Task.FromResult(true);
    }

    public async Task<IReadOnlyList<Advice>> GetAdviceAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        return [new Advice(AlarmCategory.Threat, "Restez calme.\nAppuyez sur F9.", 0, null, null)];
    }

    internal void Say(params LiveEvent[] events) => _feed.Writer.TryWrite(events);
}
