using System.Collections.Concurrent;

namespace Supervision.Telephony.Sip.Transactions;

/// <summary>
/// Runs signalling work one piece at a time, in order, never blocking who hands it over: the first thread that finds the queue idle
/// runs it empty, the others leave their piece and go on. So transactions, dialogs and calls need no locks. Thread-safe, reentrant.
/// Bounded by its users: each reading loop waits for its own piece, each live call and timer has at most a few.
/// </summary>
internal sealed class SignallingQueue(Action<Exception> onFault)
{
    private readonly ConcurrentQueue<Action> _items = new();
    private int _running;

    internal void Post(Action item)
    {
        _items.Enqueue(item);
        while (!_items.IsEmpty && Interlocked.CompareExchange(ref _running, 1, 0) == 0)
        {
            while (_items.TryDequeue(out Action? next))
            {
                RunOne(next);
            }

            // A full fence: the look at the queue that follows must not pass this store, or a piece enqueued meanwhile, whose thread
            // still saw a runner, would wait for the next one.
            Interlocked.Exchange(ref _running, 0);
        }
    }

    /// <summary>Completes when <paramref name="item"/> has run.</summary>
    internal Task WhenRun(Action item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                item();
            }
            finally
            {
                done.SetResult();
            }
        });
        return done.Task;
    }

    /// <summary>A defect in one piece of work never stops the others: it is told and counted.</summary>
    internal void RunOne(Action item)
    {
        try
        {
            item();
        }
        catch (Exception e)
        {
            onFault(e);
        }
    }
}
