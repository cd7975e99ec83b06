using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Supervision.Client.Services;
using Supervision.Shared;
using Supervision.Shared.Live;

namespace Supervision.Client.Tests;

/// <summary>A live side that says what the test tells it to.</summary>
internal sealed class FakeLiveConsole : ILiveConsole
{
    private readonly Channel<IReadOnlyList<LiveEvent>> _feed = Channel.CreateUnbounded<IReadOnlyList<LiveEvent>>();

    internal LiveSnapshot Snapshot { get; set; } = new([], [], []);

    /// <summary>Before the figures are told.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    internal LiveFigures Figures { get; set; } = new(0, 42, null, 0);

    internal IReadOnlyList<PartHealth> Health { get; set; } = [];

    /// <summary>Why there is no snapshot; null when there is one.</summary>
    internal Exception? Fault { get; set; }

    public Task<LiveSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) =>
        Fault is { } fault ? Task.FromException<LiveSnapshot>(fault) : Task.FromResult(Snapshot);

    public async IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<LiveEvent> batch in _feed.Reader.ReadAllAsync(cancellationToken))
        {
            yield return batch;
        }
    }

    public async Task<LiveFigures> GetFiguresAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        return Figures;
    }

    public IReadOnlyList<PartHealth> GetHealth() => Health;

    internal void Say(params LiveEvent[] events) => _feed.Writer.TryWrite(events);
}
