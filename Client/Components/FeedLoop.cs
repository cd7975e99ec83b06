namespace Supervision.Client.Components;

/// <summary>Follows a live feed for as long as a page is open: what is lost is asked for again.</summary>
internal static class FeedLoop
{
    /// <summary>Before the live side is asked again after it failed.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);

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

            await Task.Delay(RetryDelay, time, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
