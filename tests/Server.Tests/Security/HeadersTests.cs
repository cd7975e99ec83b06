using System.Net;
using System.Text.RegularExpressions;
using Supervision.Server.Tests.Web;

namespace Supervision.Server.Tests.Security;

public sealed partial class HeadersTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("/login")]
    [InlineData("/health")]
    [InlineData("/api/v1/calls")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task Headers_AnyAnswer_Guarded(string path)
    {
        using HttpClient client = console.Anonymous();
        using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("microphone=()", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Page_SignIn_HasNoInlineScriptAndNoForeignAddress()
    {
        using HttpClient browser = console.Browser();
        string page = await browser.GetStringAsync(new Uri("/login", UriKind.Relative));

        Assert.All(Script().Matches(page), script => Assert.Contains("src=", script.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        Assert.Contains("<html lang=\"fr\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SignedIn_EveryFileItNamesIsThere()
    {
        using HttpClient browser = await console.SignedInAsync("claire");
        string page = await browser.GetStringAsync(new Uri("/calls", UriKind.Relative));
        string[] files = [.. FileReference().Matches(page).Select(match => match.Groups[1].Value).Distinct()];

        Assert.Contains(files, file => file.Contains("blazor.web", StringComparison.Ordinal));
        foreach (string file in files)
        {
            using HttpResponseMessage answer = await browser.GetAsync(new Uri("/" + file.TrimStart('/'), UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{file} answered {(int)answer.StatusCode}.");
        }
    }

    [Fact]
    public async Task File_OfAPage_CompressedAndKeptByTheBrowser()
    {
        using HttpClient browser = console.Browser();
        string page = await browser.GetStringAsync(new Uri("/login", UriKind.Relative));
        string script = FileReference().Matches(page).Select(match => match.Groups[1].Value).First(file => file.Contains("blazor.web", StringComparison.Ordinal));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("/" + script, UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage answer = await browser.SendAsync(request);

        Assert.Contains("gzip", answer.Content.Headers.ContentEncoding);
        // Uncompressed it is 187 kB.
        Assert.InRange(answer.Content.Headers.ContentLength!.Value, 1, 100_000);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("de", "fr")]
    [InlineData("fr-CA", "fr")]
    public async Task Page_LanguagesOfTheBrowser_Followed(string accepted, string expected)
    {
        using HttpClient browser = console.Browser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(accepted);

        Assert.Contains($"<html lang=\"{expected}\"", await browser.GetStringAsync(new Uri("/login", UriKind.Relative)), StringComparison.Ordinal);
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    [GeneratedRegex("(?:src|href)=\"([^\"]+\\.(?:js|css|svg)[^\"]*)\"")]
    private static partial Regex FileReference();
}
