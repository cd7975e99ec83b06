using Supervision.Server.Api;

namespace Supervision.Server.Security;

/// <summary>
/// Keeps another site from acting through a signed-in browser: an unsafe call of the API with a cookie must carry a header that a
/// foreign page cannot set without a permission (CORS preflight) that is never given, and must not say that it comes from elsewhere.
/// A token is not sent by itself, so that it needs none of this.
/// </summary>
internal sealed class CookieRequestGuard : IEndpointFilter
{
    internal const string HeaderName = "X-Requested-With";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        return IsSafe(http.Request.Method) || !Principals.IsCookie(http.User) || IsFromHere(http.Request)
            ? next(context)
            : ValueTask.FromResult<object?>(ApiProblems.Refused($"A call with a cookie needs the header {HeaderName} and must come from this site."));
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsFromHere(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        return request.Headers.ContainsKey(HeaderName) && site is null or "same-origin";
    }
}
