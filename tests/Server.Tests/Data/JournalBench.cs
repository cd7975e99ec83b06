using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Server.Data;
using Supervision.Server.Journal;

namespace Supervision.Server.Tests.Data;

/// <summary>Journal and importer on a real database. The clock is the system's: PostgreSQL has no other.</summary>
internal sealed class JournalBench(Database database, string folder) : IAsyncDisposable
{
    private readonly CancellationTokenSource patience = new(TimeSpan.FromMinutes(4));
    private bool isStopped = true;

    internal Database Database => database;

    internal string FolderPath => folder;

    internal CancellationToken Patience => patience.Token;

    internal DiskJournal Journal { get; private set; } = null!;

    internal JournalImporter Importer { get; private set; } = null!;

    internal JournalFolder Folder { get; private set; } = null!;

    /// <summary>Begins a life of the server on the folder.</summary>
    internal async Task StartAsync(JournalSettings? settings = null)
    {
        isStopped = false;
        Folder = new JournalFolder(folder, TimeProvider.System);
        Journal = new DiskJournal(Folder, settings ?? new JournalSettings(), TimeProvider.System, NullLogger<DiskJournal>.Instance);
        Importer = new JournalImporter(Folder, Journal, database, TimeProvider.System, NullLogger<JournalImporter>.Instance);
        await Journal.StartAsync(Patience);
        await Importer.StartAsync(Patience);
    }

    internal async Task StopAsync()
    {
        if (isStopped)
        {
            return;
        }

        isStopped = true;
        await Importer.StopAsync(Patience);
        await Journal.StopAsync(Patience);
        Importer.Dispose();
        Journal.Dispose();
    }

    /// <summary>Waits until the query gives <paramref name="expected"/>; the patience of the test is its limit.</summary>
    internal async Task UntilAsync(string sql, long expected)
    {
        long found = await ScalarAsync(sql);
        while (found != expected)
        {
            await Task.Delay(20, Patience);
            found = await ScalarAsync(sql);
        }
    }

    /// <summary>Waits for what the importer does after the commit that a query can see.</summary>
    internal async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(20, Patience);
        }
    }

    /// <summary>As <see cref="UntilAsync(string, long)"/>, for a figure that goes on growing; bears a database that is away.</summary>
    internal async Task UntilAtLeastAsync(string sql, long expected)
    {
        long found = 0;
        while (found < expected)
        {
            await database.WhenAvailableAsync(Patience);
            try
            {
                found = await ScalarAsync(sql);
            }
            catch (Exception e) when (Database.IsAbsence(e))
            {
                found = 0;
            }

            await Task.Delay(20, Patience);
        }
    }

    internal async Task<long> ScalarAsync(string sql)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(Patience);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Patience), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await database.DisposeAsync();
        patience.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
