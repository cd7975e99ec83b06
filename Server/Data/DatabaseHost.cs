using Npgsql;

namespace Supervision.Server.Data;

/// <summary>
/// Brings the database up beside the starting server and watches it: starts the embedded cluster when no other is configured, migrates,
/// asks every two seconds, restarts and reconnects for ever. Pages never wait for it.
/// </summary>
internal sealed partial class DatabaseHost(
    IConfiguration configuration,
    DataSettings settings,
    Database database,
    EmbeddedPostgres embedded,
    Migrator migrator,
    TimeProvider time,
    ILogger<DatabaseHost> logger) : BackgroundService
{
    /// <summary>Name under <c>ConnectionStrings</c>; empty = embedded.</summary>
    internal const string ConnectionStringName = "Supervision";

    private const int PingTimeoutSeconds = 3;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly string external = configuration.GetConnectionString(ConnectionStringName) ?? "";
    private NpgsqlDataSource? source;
    private string connectionString = "";
    private bool isMigrated;

    internal bool IsEmbedded => external.Length == 0;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        database.MarkUnavailable("stopped");
        source?.Clear();
        await embedded.StopAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whatever this does first, the other services start without waiting for it.
        await Task.Yield();
        TimeSpan retry = FirstRetry;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan wait = PingEvery;
            try
            {
                await EnsureAsync(stoppingToken);
                retry = FirstRetry;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever is wrong, the console records without a database and tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                OnAbsent(e);
                wait = retry;
                retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
            }

            await WaitAsync(wait, stoppingToken);
        }
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (IsEmbedded && !embedded.IsRunning)
        {
            await ConnectAsync(await embedded.StartAsync(cancellationToken));
        }
        else if (source is null)
        {
            await ConnectAsync(external);
        }

        if (!isMigrated)
        {
            await migrator.MigrateAsync(source!, Migration.All, cancellationToken);
            isMigrated = true;
        }

        await PingAsync(cancellationToken);
        if (database.State != DatabaseState.Available)
        {
            database.MarkAvailable(source!);
            LogAvailable();
        }
    }

    private async Task ConnectAsync(string newConnectionString)
    {
        if (source is not null && connectionString == newConnectionString)
        {
            source.Clear();
            return;
        }

        NpgsqlDataSource? old = source;
        connectionString = newConnectionString;
        var builder = new NpgsqlConnectionStringBuilder(newConnectionString)
        {
            ApplicationName = "supervision",
            MaxPoolSize = settings.MaxConnections,
            Timeout = 5,
            CommandTimeout = 15,
        };
        source = NpgsqlDataSource.Create(builder);
        if (old is not null)
        {
            await old.DisposeAsync();
        }
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await source!.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select 1", connection) { CommandTimeout = PingTimeoutSeconds };
        await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Until the next ping, or sooner when somebody found the database lost or the cluster ended.</summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = new List<Task> { Task.Delay(wait, time, enough.Token) };
        if (database.State == DatabaseState.Available)
        {
            events.Add(database.WhenLostAsync(enough.Token));
            if (IsEmbedded)
            {
                events.Add(embedded.WhenExitedAsync(enough.Token));
            }
        }

        await Task.WhenAny(events);
        await enough.CancelAsync();
    }

    private void OnAbsent(Exception e)
    {
        bool isNew = database.State != DatabaseState.Unavailable || database.Reason != e.Message;
        database.MarkUnavailable(e.Message);
        source?.Clear();
        if (isNew)
        {
            LogAbsent(e.Message, e);
        }
    }

    [LoggerMessage(EventId = 4010, Level = LogLevel.Information, Message = "The database is available")]
    private partial void LogAvailable();

    [LoggerMessage(EventId = 4011, Level = LogLevel.Warning, Message = "The database is away ({Reason}); calls go on being recorded and journalled")]
    private partial void LogAbsent(string reason, Exception e);
}
