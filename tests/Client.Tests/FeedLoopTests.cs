using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Supervision.Client.Components;
using Supervision.Testing;

namespace Supervision.Client.Tests;

public sealed class FeedLoopTests
{
    private readonly Channel<string> _feed = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private bool _isLeft;

    [Fact]
    public async Task FollowAsync_ChangeDuringTheReading_IsTakenAfterIt()
    {
        await FeedLoop.FollowAsync(
            Watch,
            () =>
            {
                _feed.Writer.TryWrite("change");
                _feed.Writer.Complete();
                _seen.Add("read");
                return Task.CompletedTask;
            },
            Take,
            CancellationToken.None);

        Assert.Equal(["read", "change"], _seen);
        Assert.True(_isLeft);
    }

    [Fact]
    public async Task FollowAsync_ReadingFailsWhileAChangeIsAwaited_LeavesTheFeedAndTellsWhy()
    {
        InvalidOperationException told = await Assert.ThrowsAsync<InvalidOperationException>(
            () => FeedLoop.FollowAsync(Watch, () => throw new InvalidOperationException("away"), Take, CancellationToken.None));

        Assert.Equal("away", told.Message);
        Assert.True(_isLeft);
    }

    [Fact]
    public async Task RunAsync_ReadingFails_IsToldAndReadAgainAfterAPause()
    {
        var time = new ManualTimeProvider();
        using CancellationTokenSource leaving = new();
        List<string> lost = [];
        int readings = 0;
        Task running = FeedLoop.RunAsync(
            () => ++readings == 1 ? Task.FromException(new InvalidOperationException("away")) : leaving.CancelAsync(),
            e => lost.Add(e.Message),
            time,
            leaving.Token);

        Assert.Equal((1, false), (readings, running.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(3));
        await running;
        Assert.Equal(2, readings);
        Assert.Equal(["away"], lost);
    }

    private Task Take(string change)
    {
        _seen.Add(change);
        return Task.CompletedTask;
    }

    private async IAsyncEnumerable<string> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (string change in _feed.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            _isLeft = true;
        }
    }
}
