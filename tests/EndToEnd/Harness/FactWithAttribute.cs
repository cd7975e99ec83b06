namespace Supervision.EndToEnd.Harness;

/// <summary>A test that plays what lies outside the checkout: an explicit skip where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithAttribute : FactAttribute
{
    /// <param name="paths">Absolute, or relative to the checkout's root.</param>
    public FactWithAttribute(params string[] paths)
    {
        Paths = paths;
        if (Array.Find(paths, path => !Path.Exists(Repository.PathOf(path))) is { } missing)
        {
            Skip = $"{missing} is not here.";
        }
    }

    internal IReadOnlyList<string> Paths { get; }
}
