using System.Globalization;
using System.Security.Cryptography;
using Supervision.Speech.Aggression;

namespace Supervision.Speech.Tests.Aggression;

/// <summary>A folder of models with one acoustic model, gone after the test.</summary>
internal sealed class ModelFolder : IDisposable
{
    internal ModelFolder(byte[] network, string version = "7", double hopSeconds = 0.5, string? sha256 = null)
    {
        Directory = Path.Combine(Models, AggressionModels.FolderName);
        System.IO.Directory.CreateDirectory(Directory);
        File.WriteAllBytes(Network, network);
        File.WriteAllText(Card, string.Create(CultureInfo.InvariantCulture, $$"""
            { "version": "{{version}}", "sampleRate": 8000, "windowSeconds": 2.0, "hopSeconds": {{hopSeconds}},
              "sha256": "{{sha256 ?? Convert.ToHexString(SHA256.HashData(network))}}", "licence": "CC0-1.0", "seeds": [1, 2] }
            """));
    }

    /// <summary>The folder that holds the model's own.</summary>
    internal string Models { get; } = System.IO.Directory.CreateTempSubdirectory("acoustic-test-").FullName;

    internal string Directory { get; }

    internal string Network => Path.Combine(Directory, AggressionModelFile.NetworkName);

    internal string Card => Path.Combine(Directory, AggressionModelFile.CardName);

    public void Dispose() => System.IO.Directory.Delete(Models, recursive: true);
}
