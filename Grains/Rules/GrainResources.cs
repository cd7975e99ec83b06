using System.Text;

namespace Supervision.Grains.Rules;

/// <summary>Texts that come inside this assembly.</summary>
internal static class GrainResources
{
    internal static string Read(string name)
    {
        using Stream stream = typeof(GrainResources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
