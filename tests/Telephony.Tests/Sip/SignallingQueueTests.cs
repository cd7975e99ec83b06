using Supervision.Telephony.Sip.Transactions;

namespace Supervision.Telephony.Tests.Sip;

/// <summary>The one queue of signalling under threads that hand over at the same moment.</summary>
public sealed class SignallingQueueTests
{
    private const int MaxRounds = 2_000_000;

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Two threads meet at every piece; one that the leaving runner did not see would wait for the next, which never comes.</summary>
    [Fact]
    public async Task Post_AsTheRunnerLeaves_IsRunAll()
    {
        var queue = new SignallingQueue(_ => { });
        long begun = TimeProvider.System.GetTimestamp();
        int run = 0;
        int arrived = 0;
        bool isOver = false;
        bool isLost = false;
        void Meet()
        {
            for (int round = 1; round <= MaxRounds && !Volatile.Read(ref isOver); round++)
            {
                Interlocked.Increment(ref arrived);
                SpinWait.SpinUntil(() => Volatile.Read(ref arrived) >= 2 * round || Volatile.Read(ref isOver));
                queue.Post(() => run++);
                if (!SpinWait.SpinUntil(() => Volatile.Read(ref run) >= 2 * round || Volatile.Read(ref isOver), Patience))
                {
                    Volatile.Write(ref isLost, true);
                    Volatile.Write(ref isOver, true);
                }

                if (TimeProvider.System.GetElapsedTime(begun) > Enough)
                {
                    Volatile.Write(ref isOver, true);
                }
            }
        }

        Task[] threads = [.. Enumerable.Range(0, 2).Select(_ =>
            Task.Factory.StartNew(Meet, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(threads);
        Assert.False(isLost);
    }
}
