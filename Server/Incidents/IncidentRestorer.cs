using Supervision.Grains.Incidents;
using Supervision.Server.Data;
using Supervision.Server.Journal;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Incidents;

/// <summary>
/// Gives the grain back what was before the start: first what the journal holds on the disk, then, as soon as the database holds all
/// that was journalled, what is there. Numbers are given from the first moment at which the last one is known for certain.
/// </summary>
internal sealed partial class IncidentRestorer(
    JournalFolder folder,
    JournalImporter importer,
    IncidentRepository incidents,
    IIncidentGrain grain,
    IncidentsSettings settings,
    StartReading reading,
    ILogger<IncidentRestorer> logger) : BackgroundService
{
    private readonly TaskCompletionSource restored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every open incident is in memory.</summary>
    internal Task WhenRestoredAsync(CancellationToken cancellationToken) => restored.Task.WaitAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await RestoreFromJournalAsync(stoppingToken);
        await importer.WhenCaughtUpAsync(stoppingToken);
        await reading.RunAsync("incidents", RestoreFromDatabaseAsync, stoppingToken);
        restored.TrySetResult();
    }

    private async Task RestoreFromJournalAsync(CancellationToken cancellationToken)
    {
        try
        {
            // What is not in the journal any more is in the mark; read in this order, an import between the two is seen in both.
            IReadOnlyList<Incident> found = await Task.Run(() => IncidentScan.Read(folder, cancellationToken), cancellationToken);
            IReadOnlyDictionary<int, int>? mark = folder.IncidentMark.Read(settings.Series);
            await grain.RestoreAsync(found, isWhole: false, cancellationToken);
            if (mark is not null)
            {
                // The grain has learnt the numbers of what was found.
                await grain.StartNumberingAsync(mark, cancellationToken);
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with the files, the desk must have the incidents that the database knows.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Then the database alone tells.
            LogUnread(e);
        }
    }

    private async Task RestoreFromDatabaseAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Incident> kept = await incidents.GetToRestoreAsync(cancellationToken);
        IReadOnlyDictionary<int, int> last = await incidents.GetLastSerialsAsync(settings.Series, cancellationToken);
        await grain.RestoreAsync(kept, isWhole: true, cancellationToken);
        await grain.StartNumberingAsync(last, cancellationToken);
        LogRestored(kept.Count, incidents.DamagedRows);
    }

    [LoggerMessage(EventId = 4030, Level = LogLevel.Information, Message = "{Count} incidents restored, {Damaged} damaged rows left out")]
    private partial void LogRestored(int count, long damaged);

    [LoggerMessage(EventId = 4031, Level = LogLevel.Error, Message = "The incidents of the journal cannot be read; they come back with the database")]
    private partial void LogUnread(Exception exception);
}
