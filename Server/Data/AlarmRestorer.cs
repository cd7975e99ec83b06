using Supervision.Grains;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Data;

/// <summary>Once, as soon as the database holds all that earlier starts journalled: gives the alarm grain its open alarms back.</summary>
internal sealed partial class AlarmRestorer(
    Journal.JournalImporter importer,
    AlarmRepository alarms,
    IGrainDirectory grains,
    TimeProvider time,
    ILogger<AlarmRestorer> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await importer.WhenCaughtUpAsync(stoppingToken);
        while (true)
        {
            try
            {
                IReadOnlyList<Alarm> open = await alarms.GetOpenAsync(stoppingToken);
                await grains.Alarms.RestoreAsync(open, stoppingToken);
                LogRestored(open.Count);
                return;
            }
            catch (DatabaseUnavailableException)
            {
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(EventId = 4020, Level = LogLevel.Information, Message = "{Count} open alarms restored")]
    private partial void LogRestored(int count);
}
