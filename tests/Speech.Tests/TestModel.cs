using System.Runtime.CompilerServices;

namespace Supervision.Speech.Tests;

/// <summary>The model that the tests hear with: the demonstration model of the repository.</summary>
internal static class TestModel
{
    /// <summary>Another model's folder, while one is being trained.</summary>
    private const string Variable = "SUPERVISION_TEST_MODEL";

    internal static string Directory { get; } =
        Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Repository(), "models", "vosk-fr-demo");

    /// <summary>The repository's models.</summary>
    internal static string Models { get; } = Path.Combine(Repository(), "models");

    /// <summary>A public model and its audio, where the machine has them beside the repository.</summary>
    internal static string Shared { get; } = Path.Combine(Path.GetDirectoryName(Repository())!, "shared");

    internal static string Repository([CallerFilePath] string path = "")
    {
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
    }
}
