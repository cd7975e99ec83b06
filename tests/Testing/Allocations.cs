namespace Supervision.Testing;

/// <summary>What a piece of work allocates on its own thread.</summary>
public static class Allocations
{
    private const int Rounds = 10;

    /// <summary>
    /// Bytes, the least of up to ten rounds. A garbage collection that other tests bring about charges the thread with what was left of its
    /// allocation context, up to 8 KiB: a single round may tell of bytes that nobody allocated.
    /// </summary>
    /// <param name="work">One round; what it needs once is there already.</param>
    /// <param name="between">Makes room for the next round; not counted.</param>
    public static long Least(Action work, Action? between = null)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            if (round > 0)
            {
                between?.Invoke();
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
