using System.Collections.Concurrent;

namespace Supervision.Server.Data;

/// <summary>
/// What a start reads back from the database, each tried until it succeeds. A database that is away is waited for in silence, its own part
/// tells it; whatever else is wrong is logged, told in /health and tried again: nothing that is read here may stop a server that records.
/// Thread-safe.
/// </summary>
internal sealed partial class StartReading(TimeProvider time, ILogger<StartReading> logger)
{
    internal static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, string> troubles = new();

    /// <summary>What cannot be read now, and why.</summary>
    internal IReadOnlyDictionary<string, string> Troubles => troubles;

    /// <param name="what">Named in the log and in /health.</param>
    /// <param name="read">May be called again after it failed half-way.</param>
    /// <param name="cancellationToken">The only way out but success.</param>
    internal async Task RunAsync(string what, Func<CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        TimeSpan retry = FirstRetry;
        while (true)
        {
            try
            {
                await read(cancellationToken);
                troubles.TryRemove(what, out _);
                return;
            }
            catch (DatabaseUnavailableException)
            {
                retry = FirstRetry;
            }
#pragma warning disable CA1031 // Whatever is wrong with a row, a right or a statement: the others and the recording go on.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (!troubles.TryGetValue(what, out string? known) || known != e.Message)
                {
                    LogFailed(e, what);
                }

                troubles[what] = e.Message;
                retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
            }

            await Task.Delay(retry, time, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 4022, Level = LogLevel.Error, Message = "{What} cannot be read from the database; tried again")]
    private partial void LogFailed(Exception exception, string what);
}
