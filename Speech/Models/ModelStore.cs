using Supervision.Speech.Vosk;

namespace Supervision.Speech.Models;

/// <summary>
/// Where models lie, in the order of design §6: the configured folder, <c>models/</c> of the repository or the installation,
/// <c>$SUPERVISION_MODELS</c>, the data folder's models (where downloads go). Thread-safe: it only looks.
/// </summary>
public sealed class ModelStore
{
    /// <summary>Names a folder of models.</summary>
    public const string Variable = "SUPERVISION_MODELS";

    /// <summary>A model that models.json does not list.</summary>
    private const int UnlistedRank = 1000;

    private readonly string _configured;

    /// <param name="configured"><see cref="SpeechSettings.ModelDirectory"/>: a folder of models or a model; empty for none.</param>
    /// <param name="dataDirectory">The server's data folder.</param>
    public ModelStore(string configured, string dataDirectory)
        : this(configured, InstalledFolders(), Environment.GetEnvironmentVariable(Variable) ?? "", dataDirectory)
    {
    }

    internal ModelStore(string configured, IEnumerable<string> installed, string fromEnvironment, string dataDirectory)
    {
        _configured = configured.Length > 0 ? Path.GetFullPath(configured) : "";
        DownloadFolder = Path.Combine(Path.GetFullPath(dataDirectory), "models");
        Folders = [.. new[] { _configured }
            .Concat(installed)
            .Append(fromEnvironment.Length > 0 ? Path.GetFullPath(fromEnvironment) : "")
            .Append(DownloadFolder)
            .Where(folder => folder.Length > 0)
            .Distinct()];
        Catalogue = ModelCatalogue.Load(Folders);
    }

    /// <summary>In the order in which they are looked into.</summary>
    public IReadOnlyList<string> Folders { get; }

    public ModelCatalogue Catalogue { get; }

    /// <summary>Where a fetched model is put.</summary>
    public string DownloadFolder { get; }

    /// <summary>
    /// Speech models to try, best first: the configured one alone if the setting names a model's own folder; the named one if
    /// <paramref name="name"/> is not empty; else all of <paramref name="language"/> by rank.
    /// </summary>
    public IReadOnlyList<InstalledModel> SpeechModels(string language, string name)
    {
        if (_configured.Length > 0 && VoskModelFolder.LooksUsable(_configured))
        {
            return [Installed(_configured)];
        }

        // A folder that models.json does not list is used only when it is asked for by name: nothing says what language it speaks.
        return [.. Folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder))
            .Where(VoskModelFolder.LooksUsable)
            .Select(Installed)
            .Where(model => name.Length > 0 ? model.Name == name : Catalogue.Find(model.Name)?.Language == language)
            .DistinctBy(model => model.Name)
            .OrderBy(model => model.Rank)];
    }

    private InstalledModel Installed(string directory)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));
        return Catalogue.Find(name) is { } entry
            ? new InstalledModel(name, directory, entry.Version, entry.Rank, entry.Demonstration)
            : new InstalledModel(name, directory, "", UnlistedRank, IsDemonstration: false);
    }

    /// <summary>The nearest <c>models/</c> with a models.json at or above the program's folder: the installation's or the repository's.</summary>
    private static IEnumerable<string> InstalledFolders()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string models = Path.Combine(folder, "models");
            if (File.Exists(Path.Combine(models, ModelCatalogue.FileName)))
            {
                return [models];
            }
        }

        return [];
    }
}
