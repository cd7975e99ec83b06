using System.Net;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;

namespace Supervision.Server.Tests.Security;

public sealed class LoginTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Login_Right_CookieIsGuardedAndPageOpens()
    {
        using HttpClient browser = console.Browser();
        using HttpResponseMessage answer = await TestConsole.PostLoginAsync(browser, "claire", TestConsole.Password, "/calls");

        Assert.Equal("/calls", answer.Headers.Location!.OriginalString);
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("supervision=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using HttpResponseMessage page = await browser.GetAsync(new Uri("/calls", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("claire", "faux")]
    [InlineData("personne", "faux")]
    public async Task Login_Wrong_SameWayBack(string userName, string password)
    {
        using HttpClient browser = console.Browser();
        using HttpResponseMessage answer = await TestConsole.PostLoginAsync(browser, userName, password);

        Assert.Equal("/login?error=failed&returnUrl=%2F", answer.Headers.Location!.OriginalString);
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Login_ForeignReturnAddress_StaysHere(string returnUrl)
    {
        using HttpClient browser = console.Browser();
        using HttpResponseMessage answer = await TestConsole.PostLoginAsync(browser, "claire", TestConsole.Password, returnUrl);

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Login_Agent_GoesToHerOwnPage()
    {
        using HttpClient browser = console.Browser();
        using HttpResponseMessage answer = await TestConsole.PostLoginAsync(browser, "agent", TestConsole.Password);

        Assert.Equal("/agent", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Login_WithoutFormToken_ExpiredAndNotSignedIn()
    {
        using HttpClient browser = console.Browser();
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["userName"] = "claire", ["password"] = TestConsole.Password });
        using HttpResponseMessage answer = await browser.PostAsync(new Uri("/account/login", UriKind.Relative), form);

        Assert.Equal("/login?error=expired&returnUrl=%2F", answer.Headers.Location!.OriginalString);
        Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies : [], cookie => cookie.StartsWith("supervision=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Login_DatabaseAway_503AndAPageThatTriesAgain()
    {
        using HttpClient browser = console.Browser();
        console.Accounts.IsAway = true;
        try
        {
            using HttpResponseMessage answer = await TestConsole.PostLoginAsync(browser, "claire", TestConsole.Password);
            string page = await answer.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("La base de données démarre", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.Contains("http-equiv=\"refresh\" content=\"5;url=/login\"", page, StringComparison.Ordinal);
        }
        finally
        {
            console.Accounts.IsAway = false;
        }
    }

    [Fact]
    public async Task Logout_WithFormToken_SessionIsGone()
    {
        using HttpClient browser = await console.SignedInAsync("claire");
        string token = TestConsole.FormToken(await browser.GetStringAsync(new Uri("/calls", UriKind.Relative)));
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        using HttpResponseMessage answer = await browser.PostAsync(new Uri("/account/logout", UriKind.Relative), form);
        using HttpResponseMessage page = await browser.GetAsync(new Uri("/calls", UriKind.Relative));

        Assert.Equal("/login?loggedout=1", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task Session_AccountDisabled_Ends()
    {
        using HttpClient browser = await console.SignedInAsync("claire");
        using HttpClient administrator = console.Program(Roles.Administrator);
        Account claire = console.Accounts.Get("claire");
        try
        {
            using StringContent body = new("{\"isDisabled\":true}", System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage change = await administrator.PatchAsync(new Uri($"/api/v1/users/{claire.Id}", UriKind.Relative), body);
            Assert.Equal(HttpStatusCode.OK, change.StatusCode);

            using HttpResponseMessage page = await browser.GetAsync(new Uri("/calls", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        }
        finally
        {
            console.Accounts.Add(claire);
        }
    }
}
