using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Account;

namespace Supervision.Client.Tests;

public sealed class AccountPageTests : ScreenTest
{
    [Fact]
    public void Render_Form_PostsTheAgreedFieldsAndSaysTheRules()
    {
        var page = Open("account");

        Assert.Equal(("post", "account/password"), (page.Find("form").GetAttribute("method"), page.Find("form").GetAttribute("action")));
        Assert.Equal(["current", "password", "repeat"], page.FindAll("input[name]").Select(input => input.GetAttribute("name")));
        Assert.Equal("14", page.Find("#password").GetAttribute("minlength"));
        Assert.StartsWith("Au moins 14 caractères", Read(page.Find("#password-hint").TextContent), StringComparison.Ordinal);
        Assert.Contains("superviseur – Superviseur", Read(page.Find(".lead").TextContent), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[role=alert], [role=status]"));
    }

    [Theory]
    [InlineData("error=wrong", "alert", "Le mot de passe actuel est incorrect.")]
    [InlineData("error=repeat", "alert", "Les deux saisies")]
    [InlineData("error=busy", "alert", "ne peut pas être changé maintenant")]
    [InlineData("error=expired", "alert", "La page avait expiré")]
    [InlineData("error=%3Cscript%3E", "alert", "trop court, trop long, trop simple")]
    [InlineData("changed=1", "status", "Le mot de passe est changé.")]
    [InlineData("changed=1&error=wrong", "alert", "Le mot de passe actuel est incorrect.")]
    public void Render_AfterAnAttempt_SaysWhatHappened(string query, string role, string message)
    {
        var page = Open($"account?{query}");

        Assert.Contains(message, Read(page.Find($"[role={role}]").TextContent), StringComparison.Ordinal);
        Assert.Equal("password-message", page.Find("#current").GetAttribute("aria-describedby"));
    }

    private IRenderedComponent<AccountPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<AccountPage>();
    }
}
