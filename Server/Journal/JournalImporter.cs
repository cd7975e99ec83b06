using System.Text.Json;
using Npgsql;
using Supervision.Grains.Ports;
using Supervision.Server.Data;

namespace Supervision.Server.Journal;

/// <summary>
/// Fills the database from the journal, each entry exactly once: the position is written in the transaction of the rows. While the
/// database is away it waits; nothing is lost but time.
/// </summary>
internal sealed partial class JournalImporter(
    JournalFolder folder,
    DiskJournal journal,
    Database database,
    TimeProvider time,
    ILogger<JournalImporter> logger) : BackgroundService
{
    /// <summary>Entries of one transaction.</summary>
    private const int BatchEntries = 500;

    private const int CommandTimeoutSeconds = 30;
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isPositioned;
    private bool hasTried;

    /// <summary>Last sequence that is in the database.</summary>
    internal long ImportedSequence { get; private set; }

    /// <summary>Entries that the database refused for what they hold, since the start.</summary>
    internal long Rejected { get; private set; }

    /// <summary>Why the import does not go on though the database is there; null when it does.</summary>
    internal string? Fault { get; private set; }

    /// <summary>Damaged lines found since the start.</summary>
    internal long Damaged { get; private set; }

    /// <summary>Entries on the disk that are not in the database yet.</summary>
    internal long Behind => isPositioned ? Math.Max(0, journal.DurableSequence - ImportedSequence) : 0;

    /// <summary>Completes when all that earlier starts journalled is in the database.</summary>
    internal Task WhenCaughtUpAsync(CancellationToken cancellationToken) => caughtUp.Task.WaitAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var cursor = new JournalCursor(folder);
        TimeSpan retry = FirstRetry;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await database.WhenAvailableAsync(stoppingToken);
                if (!await ImportAsync(cursor, stoppingToken))
                {
                    await WaitForMoreAsync(stoppingToken);
                }

                retry = FirstRetry;
                Fault = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever went wrong, the rows are still on the disk and the next try may pass.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A commit whose answer was lost may have been done: the database itself says how far it is.
                isPositioned = false;
                Fault = Database.IsAbsence(e) ? null : e.Message;
                LogRetry(e.Message, (long)retry.TotalMilliseconds);
                await Task.Delay(retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
            }
        }
    }

    /// <summary>One batch. False when there was nothing to import.</summary>
    private async Task<bool> ImportAsync(JournalCursor cursor, CancellationToken cancellationToken)
    {
        if (!isPositioned)
        {
            await PositionAsync(cursor, cancellationToken);
        }

        List<JournalLineRead> lines = cursor.Read(BatchEntries, journal.DurableSequence);
        Damaged = cursor.Damaged;
        if (lines.Count == 0)
        {
            // A segment may be closed after all of it was imported.
            folder.RemoveUpTo(ImportedSequence);
            return false;
        }

        // Before a connection is taken: a disk that refuses is told as such, not as a database that is away.
        folder.IncidentMark.Raise(IncidentScan.NumbersIn(lines));
        hasTried = true;
        await database.RunAsync(
            async (connection, ct) =>
            {
                await ImportLinesAsync(connection, lines, ct);
                return true;
            },
            cancellationToken);
        TellCaughtUp();
        folder.RemoveUpTo(ImportedSequence);
        return true;
    }

    private void TellCaughtUp()
    {
        // The first entry of this start is after all earlier ones.
        if (ImportedSequence >= journal.FirstSequence)
        {
            caughtUp.TrySetResult();
        }
    }

    private async Task PositionAsync(JournalCursor cursor, CancellationToken cancellationToken)
    {
        long position = await database.RunAsync(
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand(JournalSql.SelectPosition, connection);
                command.Parameters.Add(new NpgsqlParameter { Value = folder.Id });
                return (long?)await command.ExecuteScalarAsync(ct) ?? 0;
            },
            cancellationToken);

        // Before the first batch nothing of this start can be in the database: a higher position comes from lines that the disk lost.
        ImportedSequence = hasTried ? position : Math.Min(position, journal.FirstSequence - 1);
        cursor.MoveTo(ImportedSequence);
        isPositioned = true;
    }

    private async Task ImportLinesAsync(NpgsqlConnection connection, List<JournalLineRead> lines, CancellationToken cancellationToken)
    {
        try
        {
            await ImportTogetherAsync(connection, lines, cancellationToken);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            // One of them is refused: each in its own transaction, so that the others pass.
            foreach (JournalLineRead line in lines)
            {
                await ImportAloneAsync(connection, line, cancellationToken);
            }
        }
    }

    private async Task ImportAloneAsync(NpgsqlConnection connection, JournalLineRead line, CancellationToken cancellationToken)
    {
        try
        {
            await ImportTogetherAsync(connection, [line], cancellationToken);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            var batch = new JournalBatch(folder.Id);
            batch.Reject(line, e.Message, time.GetUtcNow());
            batch.Finish(line.Sequence, time.GetUtcNow());
            await CommitAsync(connection, batch, cancellationToken);
            ImportedSequence = line.Sequence;
            Rejected++;
            LogRejected(line.Sequence, e);
        }
    }

    private async Task ImportTogetherAsync(NpgsqlConnection connection, List<JournalLineRead> lines, CancellationToken cancellationToken)
    {
        var batch = new JournalBatch(folder.Id);
        foreach (JournalLineRead line in lines)
        {
            batch.Add(JsonSerializer.Deserialize<JournalEntry>(line.Json, JournalJson.Options) ?? throw new JsonException("null entry"));
        }

        batch.Finish(lines[^1].Sequence, time.GetUtcNow());
        await CommitAsync(connection, batch, cancellationToken);
        ImportedSequence = lines[^1].Sequence;
    }

    private static async Task CommitAsync(NpgsqlConnection connection, JournalBatch batch, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var commands = new NpgsqlBatch(connection, transaction) { Timeout = CommandTimeoutSeconds };
        foreach (NpgsqlBatchCommand command in batch.Commands)
        {
            commands.BatchCommands.Add(command);
        }

        await commands.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task WaitForMoreAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(IdleWait);
        await journal.WhenSyncedAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>True for what is wrong with the entry itself: classes 22 (data), 23 (constraint), 54 (limit of the program).</summary>
    private static bool IsRefusal(Exception e) => e switch
    {
        JsonException or NotSupportedException => true,
        PostgresException { SqlState: { } state } => state[..2] is "22" or "23" or "54",
        _ => false,
    };

    [LoggerMessage(EventId = 4210, Level = LogLevel.Warning, Message = "The journal cannot be imported now ({Reason}); tried again in {DelayMs} ms")]
    private partial void LogRetry(string reason, long delayMs);

    [LoggerMessage(EventId = 4211, Level = LogLevel.Error, Message = "Journal entry {Sequence} is refused by the database; kept in journal_rejected")]
    private partial void LogRejected(long sequence, Exception e);
}
