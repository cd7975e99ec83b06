using Supervision.Shared;

namespace Supervision.Server.Data;

/// <summary>Section <c>Data</c>: where everything that must be kept lies.</summary>
internal sealed record DataSettings : ISettingsSection
{
    public static string SectionName => "Data";

    /// <summary>Recordings, journal, embedded PostgreSQL; relative to the working directory. Created when absent.</summary>
    public string Directory { get; init; } = "./data";

    /// <summary>Folder with <c>bin/postgres</c> for the embedded cluster; empty = beside the program, node_modules, then Debian's.</summary>
    public string PostgresBinaries { get; init; } = "";

    /// <summary>Connections at once to the database. 2 to 200.</summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary><see cref="Directory"/> as an absolute path without a trailing separator.</summary>
    public string FullDirectory => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory));

    public IEnumerable<string> Errors()
    {
        if (string.IsNullOrWhiteSpace(Directory))
        {
            yield return "Data:Directory is empty; it must name a folder.";
        }

        if (PostgresBinaries.Length > 0 && !File.Exists(Path.Combine(PostgresBinaries, "bin", "postgres")))
        {
            yield return $"Data:PostgresBinaries is '{PostgresBinaries}'; there is no bin/postgres in it.";
        }

        if (MaxConnections is < 2 or > 200)
        {
            yield return $"Data:MaxConnections is {MaxConnections}; it must be between 2 and 200.";
        }
    }
}
