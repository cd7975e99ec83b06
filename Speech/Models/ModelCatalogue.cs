using System.Text.Json;

namespace Supervision.Speech.Models;

/// <summary>What models.json lists. The file beside the models wins over the one built in. Immutable.</summary>
public sealed class ModelCatalogue
{
    /// <summary>Name of the file and of the built-in copy.</summary>
    public const string FileName = "models.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private ModelCatalogue(IReadOnlyList<ModelEntry> models) => Models = models;

    /// <summary>All models, in the order of the file.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>Reads the first models.json of <paramref name="folders"/>, or the built-in one.</summary>
    /// <exception cref="InvalidDataException">The file is broken: the message says where.</exception>
    public static ModelCatalogue Load(IEnumerable<string> folders)
    {
        string? path = folders.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);
        using Stream stream = path is null ? BuiltIn() : File.OpenRead(path);
        try
        {
            return new ModelCatalogue(JsonSerializer.Deserialize<Document>(stream, Options)!.Models);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException)
        {
            throw new InvalidDataException($"'{path ?? FileName}' is no list of models: {e.Message}", e);
        }
    }

    public ModelEntry? Find(string name) => Models.FirstOrDefault(model => model.Name == name);

    /// <summary>Models of a kind and language that can be fetched, best first.</summary>
    public IEnumerable<ModelEntry> Downloadable(string kind, string language)
    {
        return Models
            .Where(model => model.Kind == kind && model.Language == language && model.Url is not null && model.Sha256 is not null)
            .OrderBy(model => model.Rank);
    }

    private static Stream BuiltIn() => typeof(ModelCatalogue).Assembly.GetManifestResourceStream(FileName)!;

    private sealed record Document(IReadOnlyList<ModelEntry> Models);
}
