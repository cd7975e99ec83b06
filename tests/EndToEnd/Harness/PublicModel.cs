using System.IO.Compression;

namespace Supervision.EndToEnd.Harness;

/// <summary>A public model of 16 kHz, unpacked for one test: what is used in a town hall is no other code than the demonstration's.</summary>
internal sealed class PublicModel : IDisposable
{
    internal const string Name = "vosk-model-small-ko-0.22";

    private readonly string folder = Directory.CreateTempSubdirectory("supervision-model-").FullName;

    private PublicModel()
    {
    }

    /// <summary>Settings of a server that uses it.</summary>
    internal IReadOnlyList<string> Settings => [$"--Speech:ModelDirectory={folder}", $"--Speech:Model={Name}", "--Speech:Language=ko"];

    internal static async Task<PublicModel> UnpackAsync(CancellationToken cancellationToken)
    {
        PublicModel model = new();
        try
        {
            await ZipFile.ExtractToDirectoryAsync(Repository.Shared("models", Name + ".zip"), model.folder, cancellationToken);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
