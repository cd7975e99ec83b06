using Supervision.Server.Api;

namespace Supervision.Server.Security;

/// <summary>
/// Keeps a page of another origin from opening the hubs or a circuit with a person's cookie (RFC 6455 §10.2): a Lax cookie goes along
/// from another port or a neighbouring name, and no preflight asks before a WebSocket. A token is not sent by itself. Stateless.
/// </summary>
internal static class SameOrigin
{
    private const string SameOriginSite = "same-origin";

    private static readonly PathString[] Guarded = ["/hubs", "/_blazor"];

    /// <summary>After authentication: what came with a cookie to a hub or a circuit is from here, or refused.</summary>
    internal static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app) => app.Use((context, next) =>
        Principals.IsCookie(context.User) && Array.Exists(Guarded, path => context.Request.Path.StartsWithSegments(path)) && !IsFromHere(context.Request)
            ? ApiProblems.Status(StatusCodes.Status403Forbidden, "Pages of another site may not open this.").ExecuteAsync(context)
            : next(context));

    /// <summary>
    /// What the browser says of itself where it does (Fetch Metadata), else its origin held against the host that it asked, which
    /// behind a proxy is the forwarded one. Programs send neither, and bring their own cookies.
    /// </summary>
    internal static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site == SameOriginSite;
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && IsHost(from, request.Host));
    }

    /// <summary>The port of the scheme may be written or left out, by the browser and by a proxy.</summary>
    private static bool IsHost(Uri from, HostString host) =>
        string.Equals(from.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? from.Port == port : from.IsDefaultPort);
}
