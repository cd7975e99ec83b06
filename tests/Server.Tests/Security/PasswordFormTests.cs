using System.Net;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;

namespace Supervision.Server.Tests.Security;

public sealed class PasswordFormTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string New = "autre cheval pile agrafe";

    [Fact]
    public async Task Form_Right_NewPasswordThisSessionGoesOnTheOthersEnd()
    {
        Account claire = console.Accounts.Get("claire");
        try
        {
            using HttpClient browser = await console.SignedInAsync("claire");
            using HttpClient elsewhere = await console.SignedInAsync("claire");

            Assert.Equal("/account?changed=1", await PostAsync(browser, TestConsole.Password, New, New));

            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Page)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync(Page)).StatusCode);
            using HttpClient again = console.Browser();
            using HttpResponseMessage login = await TestConsole.PostLoginAsync(again, "claire", New);
            Assert.Equal("/", login.Headers.Location!.OriginalString);
        }
        finally
        {
            console.Accounts.Add(claire);
        }
    }

    [Theory]
    [InlineData("faux", New, New, "wrong")]
    [InlineData(TestConsole.Password, New, New + "!", "repeat")]
    [InlineData(TestConsole.Password, "court", "court", "rules")]
    [InlineData(TestConsole.Password, "claire claire claire", "claire claire claire", "rules")]
    public async Task Form_Wrong_SaysWhyAndKeepsTheOld(string current, string password, string repeat, string error)
    {
        using HttpClient browser = await console.SignedInAsync("claire");
        string before = console.Accounts.Get("claire").PasswordHash;

        Assert.Equal($"/account?error={error}", await PostAsync(browser, current, password, repeat));

        Assert.Equal(before, console.Accounts.Get("claire").PasswordHash);
    }

    [Fact]
    public async Task Form_WithoutItsToken_NothingChanged()
    {
        using HttpClient browser = await console.SignedInAsync("claire");
        string before = console.Accounts.Get("claire").PasswordHash;

        Assert.Equal("/account?error=expired", await PostAsync(browser, TestConsole.Password, New, New, ""));

        Assert.Equal(before, console.Accounts.Get("claire").PasswordHash);
    }

    [Fact]
    public async Task Page_NotSignedIn_LedToTheDoor()
    {
        using HttpClient nobody = console.Browser();
        using HttpResponseMessage answer = await nobody.GetAsync(Page);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static Uri Page { get; } = new("/account", UriKind.Relative);

    private static async Task<string> PostAsync(HttpClient browser, string current, string password, string repeat, string? token = null)
    {
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token ?? TestConsole.FormToken(await browser.GetStringAsync(Page)),
            ["current"] = current,
            ["password"] = password,
            ["repeat"] = repeat,
        });
        using HttpResponseMessage answer = await browser.PostAsync(new Uri("/account/password", UriKind.Relative), form);
        return answer.Headers.Location!.OriginalString;
    }
}
