using Supervision.Server.Journal;
using Supervision.Server.Live;

namespace Supervision.Server.Data;

/// <summary>Once, as soon as the database holds all that earlier starts journalled: tells the history of callers its last day.</summary>
internal sealed partial class CallerHistoryLoader(
    JournalImporter importer, CallerPastRepository past, CallerHistory history, TimeProvider time, ILogger<CallerHistoryLoader> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await importer.WhenCaughtUpAsync(stoppingToken);
        while (true)
        {
            try
            {
                IReadOnlyList<PastCall> calls = await past.GetSinceAsync(time.GetUtcNow() - CallerHistory.Memory, CallerHistory.MaxCalls, stoppingToken);
                history.Learn(calls);
                LogLoaded(calls.Count);
                return;
            }
            catch (DatabaseUnavailableException)
            {
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(EventId = 4021, Level = LogLevel.Information, Message = "{Count} calls of the last day are known to the history of callers")]
    private partial void LogLoaded(int count);
}
