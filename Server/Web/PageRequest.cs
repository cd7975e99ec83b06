namespace Supervision.Server.Web;

/// <summary>Tells a person's navigation from a program's call.</summary>
internal static class PageRequest
{
    private static readonly string[] ForPrograms = ["/api", "/hubs", "/openapi", "/health", "/_blazor", "/_framework"];

    /// <summary>A person waits for a page: she gets one, even for an error.</summary>
    internal static bool IsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(ForPrograms, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
