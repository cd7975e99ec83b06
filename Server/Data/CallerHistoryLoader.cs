using Supervision.Server.Journal;
using Supervision.Server.Live;

namespace Supervision.Server.Data;

/// <summary>Once, as soon as the database holds all that earlier starts journalled: tells the history of callers its last day.</summary>
internal sealed partial class CallerHistoryLoader(
    JournalImporter importer, CallerPastRepository past, CallerHistory history, StartReading reading, TimeProvider time, ILogger<CallerHistoryLoader> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await importer.WhenCaughtUpAsync(stoppingToken);
        await reading.RunAsync("callers", LoadAsync, stoppingToken);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PastCall> calls = await past.GetSinceAsync(time.GetUtcNow() - CallerHistory.Memory, CallerHistory.MaxCalls, cancellationToken);
        history.Learn(calls);
        LogLoaded(calls.Count);
    }

    [LoggerMessage(EventId = 4021, Level = LogLevel.Information, Message = "{Count} calls of the last day are known to the history of callers")]
    private partial void LogLoaded(int count);
}
