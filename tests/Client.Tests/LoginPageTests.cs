using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Account;

namespace Supervision.Client.Tests;

public sealed class LoginPageTests : ScreenTest
{
    private IRenderedComponent<LoginPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<LoginPage>();
    }

    [Fact]
    public void Render_Form_PostsTheAgreedFields()
    {
        var page = Open("login");
        Assert.Equal(("post", "account/login"), (page.Find("form").GetAttribute("method"), page.Find("form").GetAttribute("action")));
        Assert.Equal(["returnUrl", "userName", "password"], page.FindAll("input[name]").Select(input => input.GetAttribute("name")));
        Assert.Equal("Identifiant", page.Find("label[for=userName]").TextContent);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Theory]
    [InlineData("/calls?words=a", "/calls?words=a")]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    public void Render_ReturnAddress_OnlyOfThisSite(string asked, string carried) =>
        Assert.Equal(carried, Open($"login?returnUrl={Uri.EscapeDataString(asked)}").Find("input[name=returnUrl]").GetAttribute("value"));

    [Theory]
    [InlineData("error=failed", "Identifiant ou mot de passe incorrect.")]
    [InlineData("error=expired", "La page avait expiré")]
    [InlineData("error=%3Cscript%3E", "Identifiant ou mot de passe incorrect.")]
    [InlineData("loggedout=1", "Vous êtes déconnecté.")]
    public void Render_AfterAnAttempt_SaysWhatHappened(string query, string message)
    {
        var page = Open($"login?{query}");
        Assert.Contains(message, Read(page.Find("[role=alert]").TextContent), StringComparison.Ordinal);
        Assert.Equal("login-message", page.Find("#password").GetAttribute("aria-describedby"));
    }
}
