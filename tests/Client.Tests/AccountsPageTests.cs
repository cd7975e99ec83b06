using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Admin.Accounts;
using Supervision.Client.Services;

namespace Supervision.Client.Tests;

public sealed class AccountsPageTests : AccountsScreenTest
{
    [Fact]
    public void Open_Accounts_ByNameWithRolesNumberAndStateInWords()
    {
        Accounts.Accounts[1] = Accounts.Accounts[1] with { LockedUntil = Clock.GetUtcNow().AddMinutes(5) };
        Accounts.Accounts[2] = Accounts.Accounts[2] with { IsDisabled = true };
        var page = Render<AccountsPage>();

        string[][] rows = [.. page.FindAll(".accounts tbody tr").Select(row => row.Children.Select(cell => Read(cell.TextContent)).ToArray())];
        Assert.Equal(["Claire", "Élise", "Zoé Amar"], page.FindAll(".person").Select(name => name.TextContent));
        Assert.Equal(["claire", "louise", "admin"], Shown(page));
        Assert.Equal(["Superviseur", "Agent", "Administrateur"], rows.Select(row => row[1]));
        Assert.Contains("201", rows[1][2], StringComparison.Ordinal);
        Assert.StartsWith("Bloqué jusqu’à ", rows[0][3], StringComparison.Ordinal);
        Assert.Equal(["Désactivé", "Actif"], rows[1..].Select(row => row[3]));
        Assert.Contains("20/11/2026", rows[0][4], StringComparison.Ordinal);
        Assert.Contains("(vous)", rows[2][0], StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".finder"));
    }

    [Fact]
    public void Open_LockThatIsOver_IsActive()
    {
        Accounts.Accounts[1] = Accounts.Accounts[1] with { LockedUntil = Clock.GetUtcNow() };

        Assert.Equal("Active", Render<AccountsPage>().Find("tr[data-account=claire]").GetAttribute("data-state"));
    }

    [Fact]
    public void Find_ManyAccounts_ByPartOfANameWithoutAccentByRoleAndByState()
    {
        for (int number = 4; number <= 9; number++)
        {
            Accounts.Accounts.Add(FakeAccountDesk.Account(number, $"police{number}", $"Brigade {number}", "PoliceDesk") with { IsDisabled = number == 9 });
        }

        var page = Render<AccountsPage>();
        page.Find("#accounts-find").Input("elis");
        Assert.Equal(["louise"], Shown(page));
        page.Find("#accounts-find").Input("");
        page.Find("#accounts-role").Change("PoliceDesk");
        page.Find("#accounts-state").Change("Disabled");
        Assert.Equal(["police9"], Shown(page));
        Assert.Equal("1 sur 9", Read(page.Find(".finder [role=status]").TextContent));
        page.Find("#accounts-find").Input("personne");
        Assert.Contains("Aucun compte ne correspond", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DatabaseAway_SaysSoAndReadsWhenItIsBack()
    {
        Accounts.IsAway = true;
        var page = Render<AccountsPage>();
        Assert.Contains("base de données est absente", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));

        Accounts.IsAway = false;
        Button(page, "Réessayer").Click();
        Assert.Equal(3, Shown(page).Length);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public void Act_SessionOver_LeadsToTheSignIn()
    {
        var page = Render<AccountsPage>();
        Accounts.IsSignedOut = true;
        Fill(page, "amina", "Amina", "Supervisor", null);
        page.Find("form.act").Submit();

        Assert.True(Assert.Single(Services.GetRequiredService<BunitNavigationManager>().History).Options.ForceLoad);
    }

    [Fact]
    public void Disable_IsAskedAboutAndEnablingIsNot()
    {
        var page = Render<AccountsPage>();
        Of(page, "claire", "Désactiver").Click();
        Assert.Empty(Accounts.Asked);
        Assert.Equal("Désactiver le compte « Claire » ?", Read(page.Find("#confirm-title").TextContent));
        page.Find("form.act").Submit();
        Assert.Equal("Disabled", page.Find("tr[data-account=claire]").GetAttribute("data-state"));
        Assert.Contains("désactivé", page.Find(".messages").TextContent, StringComparison.Ordinal);

        Of(page, "claire", "Activer").Click();
        Assert.Equal("Active", page.Find("tr[data-account=claire]").GetAttribute("data-state"));
        Assert.Equal(["disabled True", "disabled False"], Accounts.Asked);
    }

    [Fact]
    public void Disable_Refused_SaidInTheQuestion()
    {
        Accounts.Refusal = [AccountFault.LastAdministrator];
        var page = Render<AccountsPage>();
        Of(page, "admin", "Désactiver").Click();
        page.Find("form.act").Submit();

        Assert.Contains("dernier administrateur", page.Find("#confirm-error[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Enable_Refused_SaidOnThePage()
    {
        Accounts.Accounts[1] = Accounts.Accounts[1] with { IsDisabled = true };
        var page = Render<AccountsPage>();
        Accounts.IsAway = true;
        Of(page, "claire", "Activer").Click();

        Assert.Contains("base de données est absente", page.Find(".messages").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Unlock_LockedAccount_IsActive()
    {
        Accounts.Accounts[1] = Accounts.Accounts[1] with { LockedUntil = Clock.GetUtcNow().AddMinutes(5) };
        var page = Render<AccountsPage>();
        Assert.Single(page.FindAll("button"), button => Read(button.TextContent) == "Débloquer");
        Of(page, "claire", "Débloquer").Click();

        Assert.Equal("Active", page.Find("tr[data-account=claire]").GetAttribute("data-state"));
        Assert.Contains("débloqué", page.Find(".messages").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Token_Revoked_IsAskedAboutAndListedApart()
    {
        var page = Render<AccountsPage>();
        Button(page, "Révoquer").Click();
        Assert.Empty(Accounts.Asked);
        page.Find("form.act").Submit();

        Assert.Contains("Aucun jeton en service", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Révoqué le 20/11/2026", Read(page.Find("details .tokens").TextContent), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("details .tokens button"));
    }

    [Fact]
    public void Token_OwnerLeavesNothingOfIt_SaysSo()
    {
        Accounts.Tokens[0] = Accounts.Tokens[0] with { IsWithoutEffect = true };

        Assert.Contains("Sans effet", Render<AccountsPage>().Find(".tokens").TextContent, StringComparison.Ordinal);
    }
}
