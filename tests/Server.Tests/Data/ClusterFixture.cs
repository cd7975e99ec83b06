using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Server.Data;

namespace Supervision.Server.Tests.Data;

/// <summary>One real embedded cluster for all tests of the data; each test class has a database of its own in it.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly string folder = CreateFolder("cluster-");
    private EmbeddedPostgres? postgres;
    private string connectionString = "";

    public async Task InitializeAsync()
    {
        postgres = new EmbeddedPostgres(new DataSettings { Directory = folder }, TimeProvider.System, NullLogger<EmbeddedPostgres>.Instance);
        connectionString = await postgres.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await postgres!.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Connection string of a new, empty database.</summary>
    internal async Task<string> CreateDatabaseAsync(string name)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }

    /// <summary>A migrated, available database of that name.</summary>
    internal async Task<Database> OpenDatabaseAsync(string name)
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(await CreateDatabaseAsync(name));
        await new Migrator(TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(source, Migration.All, CancellationToken.None);
        var database = new Database();
        database.MarkAvailable(source);
        return database;
    }

    /// <summary>A temporary folder that the user that PostgreSQL drops to gets through; such folders are their owner's alone otherwise.</summary>
    internal static string CreateFolder(string prefix)
    {
        string created = Directory.CreateTempSubdirectory(prefix).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(created, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return created;
    }

    internal static IConfiguration Configuration(string connectionString) => new ConfigurationBuilder()
        .AddInMemoryCollection([new KeyValuePair<string, string?>("ConnectionStrings:Supervision", connectionString)])
        .Build();
}
