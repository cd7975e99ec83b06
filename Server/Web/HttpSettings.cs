using System.Net;
using Supervision.Shared;

namespace Supervision.Server.Web;

/// <summary>Section <c>Http</c>: where pages and the API are served.</summary>
internal sealed record HttpSettings : ISettingsSection
{
    public static string SectionName => "Http";

    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one. For https see Kestrel:Certificates:Default.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>
    /// Addresses of reverse proxies, separated by commas, whose X-Forwarded-For, -Proto and -Host are believed. A proxy passes the Host on
    /// as asked or in X-Forwarded-Host: a page's origin is held against it.
    /// </summary>
    public string TrustedProxies { get; init; } = "";

    /// <summary>Screens at once whose connection was lost and whose state is kept for their return. 1 to 10000.</summary>
    public int MaxDisconnectedCircuits { get; init; } = 100;

    public IReadOnlyList<IPAddress> Proxies() =>
        [.. Split(TrustedProxies, ',').Select(text => IPAddress.TryParse(text, out IPAddress? address) ? address : null).OfType<IPAddress>()];

    public IEnumerable<string> Errors()
    {
        string[] urls = Split(Urls, ';');
        if (urls.Length == 0 || Array.Exists(urls, url => !IsUrl(url)))
        {
            yield return $"Http:Urls is '{Urls}'; it must be one or more addresses such as http://127.0.0.1:8080, separated by semicolons.";
        }

        if (Array.Exists(Split(TrustedProxies, ','), text => !IPAddress.TryParse(text, out _)))
        {
            yield return $"Http:TrustedProxies is '{TrustedProxies}'; it must be empty or IP addresses separated by commas.";
        }

        if (MaxDisconnectedCircuits is < 1 or > 10_000)
        {
            yield return $"Http:MaxDisconnectedCircuits is {MaxDisconnectedCircuits}; it must be between 1 and 10000.";
        }
    }

    /// <summary>Kestrel takes + and * for any host, which Uri does not.</summary>
    private static bool IsUrl(string url) =>
        Uri.TryCreate(url.Replace("://+", "://any", StringComparison.Ordinal).Replace("://*", "://any", StringComparison.Ordinal), UriKind.Absolute, out Uri? uri)
        && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/";

    private static string[] Split(string text, char separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
