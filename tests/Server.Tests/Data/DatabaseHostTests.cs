using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Shared;

namespace Supervision.Server.Tests.Data;

/// <summary>A whole life of an embedded cluster, with its deaths.</summary>
public sealed class DatabaseHostTests : IAsyncLifetime
{
    private readonly string folder = ClusterFixture.CreateFolder("host-");
    private readonly CancellationToken patience = new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token;

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Host_ClusterKilledUnderLoad_LosesNoRowAndComesBack()
    {
        await using var database = new Database();
        (DatabaseHost host, EmbeddedPostgres postgres) = Create(database);
        await host.StartAsync(patience);
        await database.WhenAvailableAsync(patience);

        await using var bench = new JournalBench(database, Directory.CreateTempSubdirectory("journal-").FullName);
        await bench.StartAsync();
        using var done = new CancellationTokenSource();
        Task<int> load = Task.Run(() => AppendAsync(bench, done.Token));
        await bench.UntilAtLeastAsync("select count(*) from utterances", 50);

        // As an operator or the out-of-memory killer does it: the postmaster and all its children at once.
        // A quick machine has it back before anybody asks: that it was lost is seen by the new postmaster alone.
        var pid = new PostmasterFile(Path.Combine(folder, "postgres"));
        int? killed = pid.FindRunning();
        long before = await bench.ScalarAsync("select count(*) from utterances");
        Kill(postgres);
        while (pid.FindRunning() is not { } now || now == killed)
        {
            await Task.Delay(50, patience);
        }

        await bench.UntilAtLeastAsync("select count(*) from utterances", before + 200);
        await done.CancelAsync();
        await bench.UntilAsync("select count(*) from utterances", await load);

        await bench.StopAsync();
        await host.StopAsync(patience);
        Assert.Null(new PostmasterFile(Path.Combine(folder, "postgres")).FindRunning());
    }

    [Fact]
    public async Task StartAsync_SecondTime_KeepsTheClusterThatIsThere()
    {
        (_, EmbeddedPostgres postgres) = Create(new Database());
        await postgres.StartAsync(patience);
        await postgres.StopAsync();
        string version = Path.Combine(folder, "postgres", "PG_VERSION");
        DateTime made = File.GetLastWriteTimeUtc(version);
        await postgres.StartAsync(patience);
        await postgres.StopAsync();
        Assert.Equal(made, File.GetLastWriteTimeUtc(version));
    }

    [Fact]
    public async Task StartAsync_LeftByADeadServer_IsStoppedAndStartedAgain()
    {
        (_, EmbeddedPostgres dead) = Create(new Database());
        await dead.StartAsync(patience);
        int? left = new PostmasterFile(Path.Combine(folder, "postgres")).FindRunning();
        (_, EmbeddedPostgres next) = Create(new Database());
        string connectionString = await next.StartAsync(patience);
        int? now = new PostmasterFile(Path.Combine(folder, "postgres")).FindRunning();
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString + ";Pooling=false"))
        {
            await using NpgsqlCommand command = source.CreateCommand("show listen_addresses");
            Assert.Equal("", await command.ExecuteScalarAsync());
        }

        await next.StopAsync();
        Assert.NotNull(left);
        Assert.NotNull(now);
        Assert.NotEqual(left, now);
    }

    [Fact]
    public async Task StartAsync_FolderTooLongForASocket_StartsAllTheSame()
    {
        string deep = Path.Combine(folder, new string('d', 120));
        Directory.CreateDirectory(deep);
        var postgres = new EmbeddedPostgres(new DataSettings { Directory = deep }, TimeProvider.System, NullLogger<EmbeddedPostgres>.Instance);
        string socket = new NpgsqlConnectionStringBuilder(await postgres.StartAsync(patience)).Host!;
        Assert.True(Directory.Exists(socket));
        await postgres.StopAsync();
        Assert.False(Directory.Exists(socket));
    }

    [Fact]
    public async Task Lock_SecondServerOnOneFolder_IsRefusedUntilTheFirstStops()
    {
        var settings = new DataSettings { Directory = folder };
        using var first = new DataDirectoryLock(settings);
        using var second = new DataDirectoryLock(settings);
        await first.StartAsync(patience);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(patience));
        Assert.Contains("another server", refused.Message, StringComparison.Ordinal);
        await first.StopAsync(patience);
        await second.StartAsync(patience);
    }

    [Fact]
    public async Task Host_WrongConnectionString_IsUnavailableWithAReasonAndStops()
    {
        await using var database = new Database();
        IConfiguration configuration = ClusterFixture.Configuration($"Host={folder};Username=x;Database=x");
        (DatabaseHost host, _) = Create(database, configuration);
        await host.StartAsync(patience);
        await database.WhenLostAsync(patience);
        Assert.Equal(DatabaseState.Unavailable, database.State);
        Assert.NotEmpty(database.Reason);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.OpenAsync(patience).AsTask());
        await host.StopAsync(patience);
    }

    public Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private (DatabaseHost Host, EmbeddedPostgres Postgres) Create(Database database, IConfiguration? configuration = null)
    {
        var settings = new DataSettings { Directory = folder };
        var postgres = new EmbeddedPostgres(settings, TimeProvider.System, NullLogger<EmbeddedPostgres>.Instance);
        var migrator = new Migrator(TimeProvider.System, NullLogger<Migrator>.Instance);
        configuration ??= ClusterFixture.Configuration("");
        return (new DatabaseHost(configuration, settings, database, postgres, migrator, TimeProvider.System, NullLogger<DatabaseHost>.Instance), postgres);
    }

    /// <summary>An utterance every few milliseconds until told to stop; how many in all.</summary>
    private static async Task<int> AppendAsync(JournalBench bench, CancellationToken cancellationToken)
    {
        CallId id = CallId.New(TimeProvider.System);
        int count = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            bench.Journal.Append(new UtteranceJournalled(id, Samples.Morning, Samples.Said(Lane.Caller, count++, "encore un mot")));
            await Task.Delay(2, CancellationToken.None);
        }

        return count;
    }

    private void Kill(EmbeddedPostgres postgres)
    {
        Assert.True(postgres.IsRunning);
        int pid = new PostmasterFile(Path.Combine(folder, "postgres")).FindRunning()!.Value;
        using Process postmaster = Process.GetProcessById(pid);
        postmaster.Kill(entireProcessTree: true);
    }
}
