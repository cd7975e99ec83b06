using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Supervision.Server.Security;

namespace Supervision.Server.Data;

/// <summary>
/// A private PostgreSQL cluster in the data folder: made on first use, heard on a Unix socket in a folder of its owner alone and on no
/// network. <see cref="DatabaseHost"/> alone starts and stops it.
/// </summary>
internal sealed partial class EmbeddedPostgres(DataSettings settings, TimeProvider time, ILogger<EmbeddedPostgres> logger)
{
    private const string DatabaseName = "supervision";
    private const string UserName = "supervision";

    /// <summary>sockaddr_un.sun_path without its final zero (unix(7)).</summary>
    private const int MaxSocketPathBytes = 107;

    private const string SocketFile = ".s.PGSQL.5432";
    private const string SocketPrefix = "supervision-pg-";
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Recovery after a power cut reads the log written since the last checkpoint.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(50);

    private Process? process;
    private string? cluster;

    /// <summary>For /health.</summary>
    internal string Version { get; private set; } = "";

    internal bool IsRunning => process is { HasExited: false };

    /// <summary>Completes when the running cluster ends.</summary>
    internal Task WhenExitedAsync(CancellationToken cancellationToken) =>
        process is { } running ? running.WaitForExitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Starts the cluster, makes it first when there is none.</summary>
    /// <returns>Connection string of the console's database.</returns>
    internal async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        UnprivilegedUser? user = UnprivilegedUser.Find();
        string folder = await FindFolderAsync(user, cancellationToken);
        cluster = Path.Combine(folder, "postgres");
        PostgresBinaries binaries = await PostgresBinaries.FindAsync(settings.PostgresBinaries, ReadClusterMajor(cluster), cancellationToken);
        binaries = binaries.Install(Path.Combine(folder, "postgres-runtime"));
        Version = binaries.Version;
        if (ReadClusterMajor(cluster) is null)
        {
            await CreateClusterAsync(binaries, user, cancellationToken);
        }

        await StopOrphanAsync();
        string socket = await CreateSocketFolderAsync(folder, user, cancellationToken);
        process?.Dispose();
        process = Process.Start(PostgresCommand.Prepare(
            binaries.Program("postgres"), Arguments(binaries, socket), binaries.LibraryFolder, user))!;
        var said = new StringBuilder();
        Listen(process, said);
        await WaitUntilReadyAsync(ConnectionString(socket, "postgres"), said, cancellationToken);
        LogStarted(Version, cluster);
        return ConnectionString(socket, DatabaseName);
    }

    /// <summary>Stops in an orderly way; safe when it does not run.</summary>
    internal async Task StopAsync()
    {
        if (cluster is null)
        {
            return;
        }

        await StopOrphanAsync();
        process?.Dispose();
        process = null;
    }

    private static string ConnectionString(string socket, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socket,
        Port = 5432,
        Username = UserName,
        Database = database,
    }.ConnectionString;

    /// <summary>The data folder; another one that lasts when the user that PostgreSQL runs as cannot get there.</summary>
    private async Task<string> FindFolderAsync(UnprivilegedUser? user, CancellationToken cancellationToken)
    {
        string folder = settings.FullDirectory;
        Directory.CreateDirectory(folder);
        if (user is null || await CanEnterAsync(user, folder, cancellationToken))
        {
            return folder;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        string other = Path.Combine("/var/lib/supervision", hash);
        Directory.CreateDirectory(other);
        LogElsewhere(user.Name, folder, other);
        return other;
    }

    private static async Task<bool> CanEnterAsync(UnprivilegedUser user, string folder, CancellationToken cancellationToken)
    {
        (int status, _) = await PostgresCommand.RunAsync(PostgresCommand.Prepare("test", ["-x", folder], null, user), cancellationToken);
        return status == 0;
    }

    private static int? ReadClusterMajor(string cluster)
    {
        string file = Path.Combine(cluster, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) : null;
    }

    private async Task CreateClusterAsync(PostgresBinaries binaries, UnprivilegedUser? user, CancellationToken cancellationToken)
    {
        // Whole or not at all: one that was cut off is begun again.
        string draft = cluster + ".new";
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        await CreatePrivateFolderAsync(draft, user, cancellationToken);
        string[] locale = binaries.Major >= 17
            ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            : ["--locale=C.UTF-8"];
        string[] arguments =
        [
            "-D", draft, "-U", UserName, "--encoding=UTF8", .. locale, "--data-checksums",

            // Who reaches the socket is let in: its folder is its owner's alone.
            "--auth=trust", "--no-instructions",
        ];
        await PostgresCommand.RunOrThrowAsync(
            PostgresCommand.Prepare(binaries.Program("initdb"), arguments, binaries.LibraryFolder, user), cancellationToken);
        Directory.Move(draft, cluster!);
        LogCreated(binaries.Version, cluster!);
    }

    private static async Task CreatePrivateFolderAsync(string folder, UnprivilegedUser? user, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateDirectory(folder);
        if (user is not null)
        {
            string owner = string.Create(CultureInfo.InvariantCulture, $"{user.UserId}:{user.GroupId}");
            await PostgresCommand.RunOrThrowAsync(PostgresCommand.Prepare("chown", [owner, folder], null, user: null), cancellationToken);
        }
    }

    private static async Task<string> CreateSocketFolderAsync(string folder, UnprivilegedUser? user, CancellationToken cancellationToken)
    {
        string socket = Path.Combine(folder, "postgres-socket");
        if (Encoding.UTF8.GetByteCount(Path.Combine(socket, SocketFile)) > MaxSocketPathBytes)
        {
            socket = Directory.CreateTempSubdirectory(SocketPrefix).FullName;
        }

        await CreatePrivateFolderAsync(socket, user, cancellationToken);
        return socket;
    }

    private string[] Arguments(PostgresBinaries binaries, string socket)
    {
        var options = new List<string>
        {
            "listen_addresses=",
            $"unix_socket_directories={socket}",
            "unix_socket_permissions=0700",
            string.Create(CultureInfo.InvariantCulture, $"max_connections={settings.MaxConnections + 10}"),
            "shared_buffers=48MB",
            "max_wal_size=256MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "autovacuum_max_workers=1",
            "max_worker_processes=2",
            "jit=off",

            // To files of its own, one for each weekday: nothing here depends on this process staying alive.
            "logging_collector=on",
            "log_directory=log",
            "log_filename=postgresql-%a.log",
            "log_rotation_age=1d",
            "log_truncate_on_rotation=on",
        };
        if (binaries.Major >= 18)
        {
            // Three workers less to keep in memory; this load reads little.
            options.Add("io_method=sync");
        }

        return ["-D", cluster!, .. options.SelectMany(o => new[] { "-c", o })];
    }

    private static void Listen(Process started, StringBuilder said)
    {
        void Keep(object sender, DataReceivedEventArgs e)
        {
            lock (said)
            {
                if (e.Data is not null && said.Length < 4096)
                {
                    said.AppendLine(e.Data);
                }
            }
        }

        started.OutputDataReceived += Keep;
        started.ErrorDataReceived += Keep;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
    }

    /// <summary>Waits until it answers, then makes the console's database when there is none.</summary>
    private async Task WaitUntilReadyAsync(string connectionString, StringBuilder said, CancellationToken cancellationToken)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        long start = time.GetTimestamp();
        while (true)
        {
            if (process!.HasExited || time.GetElapsedTime(start) > StartPatience)
            {
                string why = process.HasExited ? "ended at its start" : "does not answer";
                lock (said)
                {
                    throw new InvalidOperationException($"PostgreSQL {why}: {said.ToString().Trim()} (log: {Path.Combine(cluster!, "log")})");
                }
            }

            try
            {
                await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
                await CreateDatabaseAsync(connection, cancellationToken);
                return;
            }
            catch (Exception e) when (Database.IsAbsence(e))
            {
                await Task.Delay(StartPoll, time, cancellationToken);
            }
        }
    }

    private static async Task CreateDatabaseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        exists.Parameters.Add(new NpgsqlParameter { Value = DatabaseName });
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"create database {DatabaseName}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Ends the cluster's postmaster, ours or one that a server which died left behind.</summary>
    private async Task StopOrphanAsync()
    {
        var file = new PostmasterFile(cluster!);
        string? socket = file.SocketFolder();
        if (file.FindRunning() is { } pid
            && !await file.StopAsync(pid, PostmasterFile.FastShutdown, StopPatience, time)
            && !await file.StopAsync(pid, PostmasterFile.ImmediateShutdown, KillPatience, time))
        {
            throw new InvalidOperationException($"PostgreSQL (process {pid}) does not stop.");
        }

        file.RemoveIfStale();
        if (socket is not null && Path.GetFileName(socket).StartsWith(SocketPrefix, StringComparison.Ordinal) && Directory.Exists(socket))
        {
            Directory.Delete(socket, recursive: true);
        }
    }

    [LoggerMessage(EventId = 4100, Level = LogLevel.Information, Message = "Embedded PostgreSQL {Version} runs on {Cluster}")]
    private partial void LogStarted(string version, string cluster);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Cluster of PostgreSQL {Version} made in {Cluster}")]
    private partial void LogCreated(string version, string cluster);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "PostgreSQL runs as {User}, who cannot enter {Folder}: the cluster lies in {Other}")]
    private partial void LogElsewhere(string user, string folder, string other);
}
