using System.Reflection;

namespace Supervision.EndToEnd.Harness;

/// <summary>Where things lie in the checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Debug or Release, the same as the tests.</summary>
    private static readonly string Configuration =
        typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    internal static string Root { get; } = FindRoot();

    internal static string ServerAssembly => Path.Combine(Root, "Server", "bin", Configuration, "net10.0", "Supervision.Server.dll");

    /// <summary>Screenshots and the like, kept after the run.</summary>
    internal static string Output => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "screenshots")).FullName;

    /// <param name="path">Absolute, or relative to the root.</param>
    internal static string PathOf(string path) => Path.GetFullPath(path, Root);

    /// <summary>Files that lie beside the checkout on the makers' machines; what needs them is compiled only there.</summary>
    internal static string Shared(params string[] parts) => Path.Combine([Root, "..", "shared", .. parts]);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Supervision.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the checkout.");
    }
}
