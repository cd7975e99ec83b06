using Supervision.Grains;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Data;

/// <summary>Once, as soon as the database holds all that earlier starts journalled: gives the alarm grain its open alarms back.</summary>
internal sealed partial class AlarmRestorer(
    Journal.JournalImporter importer,
    AlarmRepository alarms,
    IGrainDirectory grains,
    StartReading reading,
    ILogger<AlarmRestorer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await importer.WhenCaughtUpAsync(stoppingToken);
        await reading.RunAsync("alarms", RestoreAsync, stoppingToken);
    }

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Alarm> open = await alarms.GetOpenAsync(cancellationToken);
        await grains.Alarms.RestoreAsync(open, cancellationToken);
        LogRestored(open.Count, alarms.DamagedRows);
    }

    [LoggerMessage(EventId = 4020, Level = LogLevel.Information, Message = "{Count} open alarms restored, {Damaged} damaged rows left out")]
    private partial void LogRestored(int count, long damaged);
}
