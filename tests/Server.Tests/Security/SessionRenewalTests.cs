using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;

namespace Supervision.Server.Tests.Security;

/// <summary>The address that an open page asks now and then, so that its session goes on: <c>Client/wwwroot/session.js</c>.</summary>
public sealed class SessionRenewalTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(new AccountsSettings().SessionHours);

    [Fact]
    public async Task Me_SecondHalfOfTheSession_CookieIsRenewedForItsWholeLife()
    {
        using HttpResponseMessage answer = await AskAsync((Life / 2) + TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AuthenticationTicket renewed = Options.TicketDataFormat.Unprotect(CookieOf(answer)!)!;
        DateTimeOffset whole = TimeProvider.System.GetUtcNow() + Life;
        Assert.InRange(renewed.Properties.ExpiresUtc!.Value, whole - TimeSpan.FromMinutes(5), whole);
    }

    [Fact]
    public async Task Me_FirstHalfOfTheSession_CookieStays()
    {
        using HttpResponseMessage answer = await AskAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(CookieOf(answer));
    }

    [Fact]
    public async Task Me_SessionOver_401AndNoPage()
    {
        using HttpResponseMessage answer = await AskAsync(Life + TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(CookieOf(answer));
    }

    [Fact]
    public async Task Me_AccountDisabled_401AndNothingIsRenewed()
    {
        Account claire = console.Accounts.Get("claire");
        try
        {
            console.Accounts.Add(claire with { IsDisabled = true });
            console.Services.GetRequiredService<SessionValidator>().Forget();
            using HttpResponseMessage answer = await AskAsync((Life / 2) + TimeSpan.FromMinutes(1));

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Empty(CookieOf(answer) ?? "");
        }
        finally
        {
            console.Accounts.Add(claire);
            console.Services.GetRequiredService<SessionValidator>().Forget();
        }
    }

    private CookieAuthenticationOptions Options =>
        console.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Principals.CookieScheme);

    /// <summary>As claire's browser does, signed in so long ago.</summary>
    private async Task<HttpResponseMessage> AskAsync(TimeSpan ago)
    {
        DateTimeOffset issued = TimeProvider.System.GetUtcNow() - ago;
        var properties = new AuthenticationProperties { IssuedUtc = issued, ExpiresUtc = issued + Life };
        var ticket = new AuthenticationTicket(Principals.Of(console.Accounts.Get("claire")), properties, Principals.CookieScheme);
        using HttpClient browser = console.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", $"{Options.Cookie.Name}={Options.TicketDataFormat.Protect(ticket)}");
        return await browser.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
    }

    private string? CookieOf(HttpResponseMessage answer) =>
        (answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies : [])
            .Select(cookie => cookie.Split(';')[0].Split('=', 2))
            .Where(pair => pair[0] == Options.Cookie.Name)
            .Select(pair => pair[1])
            .SingleOrDefault();
}
