using System.Security.Cryptography;

namespace Supervision.Server.Web;

/// <summary>What every answer tells the browser not to do. One policy for all.</summary>
internal static class SecurityHeaders
{
    private const string NonceKey = "style-nonce";

    /// <summary>A year, in seconds (RFC 6797 §6.1.1).</summary>
    private const string Hsts = "max-age=31536000; includeSubDomains";

    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
        + "microphone=(), midi=(), payment=(), serial=(), usb=(), autoplay=(self), fullscreen=(self)";

    internal static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    });

    /// <summary>
    /// The value that allows a style element of this one document: the waveform draws itself in a shadow tree with its own. Scripts
    /// have no such way in.
    /// </summary>
    internal static string StyleNonce(this HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
        {
            nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Items[NonceKey] = nonce;
        }

        return nonce;
    }

    /// <summary>
    /// Scripts from this site's files only. Style attributes are allowed: components place things with them; style elements are not.
    /// <c>'self'</c> covers the WebSocket of the same origin (CSP 3 §6.7.2.8).
    /// </summary>
    internal static string ContentPolicy(string? styleNonce)
    {
        string styles = styleNonce is null ? "'self'" : $"'self' 'nonce-{styleNonce}'";
        return "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self' blob:; "
            + $"manifest-src 'self'; style-src {styles}; style-src-attr 'unsafe-inline'; worker-src 'self'; "
            + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
    }

    private static Task Write(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy(context.Items[NonceKey] as string);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = Hsts;
        }

        if (headers.CacheControl.Count == 0)
        {
            // Calls are nobody's to keep; files that may be kept say so themselves.
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
