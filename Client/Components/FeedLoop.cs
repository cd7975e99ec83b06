namespace Supervision.Client.Components;

/// <summary>Follows a live feed for as long as a page is open: what is lost is asked for again.</summary>
internal static class FeedLoop
{
    /// <summary>Before the live side is asked again after it failed.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);

    private const ConfigureAwaitOptions Quietly = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    /// <summary>Before there is a circuit: what cannot be read is said, and asked for again by <see cref="RunAsync"/> once there is one.</summary>
    /// <param name="read">What is there now.</param>
    /// <param name="unread">Told why it could not be read.</param>
    internal static async Task ReadFirstAsync(Func<Task> read, Action<Exception> unread)
    {
        try
        {
            await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            unread(e);
        }
    }

    /// <param name="follow">One reading, from its snapshot until the feed ends.</param>
    /// <param name="lost">Told what ended a reading; draws the page.</param>
    /// <param name="time">Clock of the pause between two readings.</param>
    /// <param name="leaving">The page is left; nothing is thrown for it.</param>
    internal static async Task RunAsync(Func<Task> follow, Action<Exception> lost, TimeProvider time, CancellationToken leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                await follow();
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever ended the reading, the page asks again and says so meanwhile.
            catch (Exception e)
#pragma warning restore CA1031
            {
                lost(e);
            }

            await Task.Delay(RetryDelay, time, leaving).ConfigureAwait(Quietly);
        }
    }

    /// <summary>One reading: subscribes, reads what is there, then takes each change, so that nothing falls between the two.</summary>
    /// <param name="watch">Subscribes.</param>
    /// <param name="read">What is there now; the changes wait for it.</param>
    /// <param name="apply">One change; the next waits for it.</param>
    /// <param name="leaving">The page is left.</param>
    internal static async Task FollowAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> watch, Func<Task> read, Func<T, Task> apply, CancellationToken leaving)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        IAsyncEnumerator<T> changes = watch(ending.Token).GetAsyncEnumerator(ending.Token);
        Task<bool> next = changes.MoveNextAsync().AsTask();
        try
        {
            await read();
            while (await next)
            {
                await apply(changes.Current);
                next = changes.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // A feed that is still asked for its next change cannot be left.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(Quietly);
            await changes.DisposeAsync();
        }
    }
}
