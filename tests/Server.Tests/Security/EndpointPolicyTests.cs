using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Server.Tests.Web;

namespace Supervision.Server.Tests.Security;

/// <summary>Nothing but the sign-in, its files and the bare health answers without an account.</summary>
public sealed class EndpointPolicyTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string[] Public = ["/login", "/account/login", "/health"];
    private static readonly string[] PublicFiles = [".css", ".js", ".mjs", ".svg", ".ico", ".woff", ".woff2", ".map"];

    [Fact]
    public void Endpoints_AllOfThem_AnonymousOnlyWhereNamed()
    {
        RouteEndpoint[] anonymous = [.. Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)];

        Assert.Equal(Public.Order(), anonymous.Where(endpoint => !IsFile(endpoint)).Select(Path).Distinct().Order());
        Assert.All(anonymous.Where(IsFile), endpoint => Assert.Contains(PublicFiles, extension => Uncompressed(endpoint).EndsWith(extension, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Endpoints_Fallback_AsksForASignedInUser()
    {
        AuthorizationPolicy? fallback = await console.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();

        Assert.Contains(fallback!.Requirements, requirement => requirement is Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement);
    }

    [Fact]
    public async Task Endpoints_AskedByAProgramWithoutToken_AllSayNo()
    {
        using HttpClient client = console.Anonymous();
        foreach (RouteEndpoint endpoint in Endpoints().Where(endpoint => !IsFile(endpoint) && !Public.Contains(Path(endpoint))))
        {
            foreach (string method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using HttpRequestMessage request = new(new HttpMethod(method), Fill(endpoint.RoutePattern));
                using HttpResponseMessage answer = await client.SendAsync(request);

                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {request.RequestUri} answered {(int)answer.StatusCode}.");
            }
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/calls")]
    [InlineData("/admin/health")]
    [InlineData("/agent")]
    [InlineData("/admin/advice")]
    [InlineData("/admin/accounts")]
    [InlineData("/nowhere")]
    public async Task Pages_AskedByAPersonWithoutAccount_LeadToTheSignIn(string path)
    {
        using HttpClient browser = console.Browser();
        using HttpResponseMessage answer = await browser.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/login?returnUrl=", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static bool IsFile(RouteEndpoint endpoint) => endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor");

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static string Uncompressed(RouteEndpoint endpoint)
    {
        string path = Path(endpoint);
        return path.EndsWith(".gz", StringComparison.Ordinal) || path.EndsWith(".br", StringComparison.Ordinal) ? path[..^3] : path;
    }

    /// <summary>An address that the pattern matches: ids are ids, anything else is a word.</summary>
    private static Uri Fill(RoutePattern pattern)
    {
        IEnumerable<string> segments = pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { Name: "documentName" } => "v1",
            _ => "0193b6a0-0000-7000-8000-000000000000",
        })));
        return new Uri("/" + string.Join('/', segments), UriKind.Relative);
    }
}
