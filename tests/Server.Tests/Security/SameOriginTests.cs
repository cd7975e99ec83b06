using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;

namespace Supervision.Server.Tests.Security;

/// <summary>A page of another port of the same machine is the same site to a Lax cookie, and another origin to the console.</summary>
public sealed class SameOriginTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Elsewhere = "http://127.0.0.1:9";

    [Theory]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task Cookie_FromAnotherOrigin_Refused(string path)
    {
        using HttpClient browser = await console.SignedInAsync("claire");

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(browser, path, ("Origin", Elsewhere)));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(browser, path, ("Origin", "null")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(browser, path, ("Sec-Fetch-Site", "same-site")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(browser, path, ("Origin", console.Address.GetLeftPart(UriPartial.Authority))));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(browser, path, ("Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task Cookie_WebSocketFromAnotherOrigin_NotOpened()
    {
        using HttpClient browser = console.Browser();
        using HttpResponseMessage login = await TestConsole.PostLoginAsync(browser, "claire", TestConsole.Password);
        string cookie = Assert.Single(
            login.Headers.GetValues("Set-Cookie"), value => value.StartsWith("supervision=", StringComparison.Ordinal)).Split(';')[0];

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(cookie, Elsewhere));
        await ConnectAsync(cookie, console.Address.GetLeftPart(UriPartial.Authority));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_FromAnotherOrigin_Served()
    {
        using HttpClient program = console.Program(Roles.Supervisor);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(program, "/hubs/live/negotiate?negotiateVersion=1", ("Origin", Elsewhere)));
    }

    [Theory]
    [InlineData("https://console.example", "console.example", true)]
    [InlineData("https://console.example", "console.example:443", true)]
    [InlineData("https://Console.example:8443", "console.example:8443", true)]
    [InlineData("http://[::1]:8080", "[::1]:8080", true)]
    [InlineData("https://console.example:8443", "console.example", false)]
    [InlineData("https://autre.example", "console.example", false)]
    [InlineData("https://console.example.autre.example", "console.example", false)]
    public void IsFromHere_OriginAndHost_Compared(string origin, string host, bool expected)
    {
        DefaultHttpContext context = new();
        context.Request.Host = new HostString(host);
        context.Request.Headers.Origin = origin;

        Assert.Equal(expected, SameOrigin.IsFromHere(context.Request));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, (string Name, string Value) header)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.Add(header.Name, header.Value);
        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task ConnectAsync(string cookie, string origin)
    {
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new UriBuilder(new Uri(console.Address, "/hubs/live")) { Scheme = "ws" }.Uri, default);
    }
}
