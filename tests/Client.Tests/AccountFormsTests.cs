using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Admin.Accounts;
using Supervision.Client.Services;

namespace Supervision.Client.Tests;

/// <summary>What is typed on the page of accounts: what is asked for, what is refused and where that is said, what is shown once.</summary>
public sealed class AccountFormsTests : AccountsScreenTest
{
    [Fact]
    public void Create_WithMadePassword_ShownOnceAndForgotten()
    {
        var page = Render<AccountsPage>();
        Fill(page, "amina", "Amina", "Agent", "204");
        page.Find("#account-title").Closest("dialog")!.QuerySelector("form")!.Submit();

        Assert.Equal("amina|Amina|Agent|204|", Told(Assert.IsType<AccountDraft>(Assert.Single(Accounts.Asked))));
        Assert.Equal(FakeAccountDesk.MadePassword, page.Find("#secret-value").TextContent);
        Assert.Contains("« amina »", page.Find("#secret-about").TextContent, StringComparison.Ordinal);
        Assert.Contains("au moins 14 caractères", Read(page.Markup), StringComparison.Ordinal);
        Assert.Contains("Le compte « Amina » est créé", page.Find(".messages").TextContent, StringComparison.Ordinal);
        Assert.Contains("amina", Shown(page));

        Button(page, "C’est noté").Click();
        Assert.DoesNotContain(FakeAccountDesk.MadePassword, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithTypedPassword_IsNotShown()
    {
        var page = Render<AccountsPage>();
        Fill(page, "amina", "Amina", "Supervisor", null);
        TypePassword(page, "un tout autre mot");
        page.Find("form.act").Submit();

        Assert.Equal("amina|Amina|Supervisor||un tout autre mot", Told(Assert.IsType<AccountDraft>(Assert.Single(Accounts.Asked))));
        Assert.Empty(page.FindAll("#secret-value, form.act"));
        Assert.DoesNotContain("un tout autre mot", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NothingFilledIn_SaysAllByTheirFieldsWithoutAsking()
    {
        var page = Render<AccountsPage>();
        Button(page, "Nouveau compte").Click();
        page.FindAll("input[type=radio]")[1].Change(true);
        page.Find("form.act").Submit();

        Assert.Empty(Accounts.Asked);
        AssertFault(page, "#account-user-name", "2 à 64 lettres");
        AssertFault(page, "#account-display-name", "Écrivez un nom");
        AssertFault(page, "input[type=checkbox]", "au moins un rôle");
        AssertFault(page, "#account-password", "De 14 à 256 caractères");
        Assert.Contains(JSInterop.Invocations, call => call.Identifier == "toFault");
    }

    [Fact]
    public void Create_AgentWithoutNumber_IsAskedForIt()
    {
        var page = Render<AccountsPage>();
        Fill(page, "amina", "Amina", "Agent", null);
        page.Find("form.act").Submit();

        Assert.Empty(Accounts.Asked);
        AssertFault(page, "#account-number", "Un agent a besoin de son numéro");
    }

    [Theory]
    [InlineData(AccountFault.UserNameTaken, "#account-user-name", "déjà pris")]
    [InlineData(AccountFault.AgentNumberMalformed, "#account-number", "sans espace")]
    [InlineData(AccountFault.PasswordWeak, "#account-password", "contient l’identifiant")]
    public void Create_Refused_SaidByItsFieldAndNothingIsLost(AccountFault fault, string field, string text)
    {
        Accounts.Refusal = [fault];
        var page = Render<AccountsPage>();
        Fill(page, "claire", "Claire M.", "Agent", "204");
        TypePassword(page, "un tout autre mot");
        page.Find("form.act").Submit();

        AssertFault(page, field, text);
        Assert.Equal(
            ("claire", "Claire M.", "204", "un tout autre mot"),
            (Value(page, "#account-user-name"), Value(page, "#account-display-name"), Value(page, "#account-number"), Value(page, "#account-password")));
        Accounts.Refusal = [];
        page.Find("form.act").Submit();
        Assert.Empty(page.FindAll("form.act"));
    }

    [Fact]
    public void Create_DatabaseAway_SaysSoAndKeepsWhatWasTyped()
    {
        var page = Render<AccountsPage>();
        Accounts.IsAway = true;
        Fill(page, "amina", "Amina", "Supervisor", null);
        page.Find("form.act").Submit();

        Assert.Contains("base de données est absente", page.Find("#account-error[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("amina", Value(page, "#account-user-name"));
        Assert.Equal(3, Shown(page).Length);
    }

    [Fact]
    public void Edit_ChangedFields_AreSentAloneAndOnlyThey()
    {
        var page = Render<AccountsPage>();
        Of(page, "louise", "Modifier").Click();
        Assert.Equal(("Élise", "201"), (Value(page, "#account-display-name"), Value(page, "#account-number")));
        Assert.Empty(page.FindAll("#account-user-name, input[type=radio]"));
        page.Find("#account-number").Change("305");
        page.Find("form.act").Submit();

        Assert.Equal(new AccountEdit(null, null, "305"), Assert.Single(Accounts.Asked));
        Assert.Contains("Le compte « Élise » est changé", page.Find(".messages").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_NothingChanged_AsksNothing()
    {
        var page = Render<AccountsPage>();
        Of(page, "louise", "Modifier").Click();
        page.Find("form.act").Submit();

        Assert.Empty(Accounts.Asked);
        Assert.Empty(page.FindAll("form.act"));
    }

    [Fact]
    public void Edit_LastAdministratorDemoted_SaidByTheRoles()
    {
        Accounts.Refusal = [AccountFault.LastAdministrator];
        var page = Render<AccountsPage>();
        Of(page, "admin", "Modifier").Click();
        Assert.Contains("C’est votre compte", page.Find("form.act .notice").TextContent, StringComparison.Ordinal);
        Role(page, "Administrator").Change(false);
        Role(page, "Supervisor").Change(true);
        page.Find("form.act").Submit();

        AssertFault(page, "input[type=checkbox]", "dernier administrateur");
        Assert.False(Role(page, "Administrator").HasAttribute("checked"));
    }

    [Fact]
    public void Edit_OwnAccount_LeadsToTheSignIn()
    {
        var page = Render<AccountsPage>();
        Of(page, "admin", "Modifier").Click();
        page.Find("#account-display-name").Change("Zoé");
        page.Find("form.act").Submit();

        BunitNavigationManager navigation = Services.GetRequiredService<BunitNavigationManager>();
        Assert.True(Assert.Single(navigation.History).Options.ForceLoad);
        Assert.EndsWith("/admin/accounts", navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("un tout autre mot")]
    public void Password_MadeOrTyped_IsGiven(string? typed)
    {
        var page = Render<AccountsPage>();
        Of(page, "claire", "Mot de passe").Click();
        if (typed is not null)
        {
            page.FindAll("input[type=radio]")[1].Change(true);
            page.Find("#give-password").Change("court");
            page.Find("form.act").Submit();
            AssertFault(page, "#give-password", "De 14 à 256 caractères");
            page.Find("#give-password").Change(typed);
        }

        page.Find("form.act").Submit();
        Assert.Equal([$"password {typed}"], Accounts.Asked);
        Assert.Equal(typed is null ? 1 : 0, page.FindAll("#secret-value").Count);
    }

    [Fact]
    public void Token_Issued_ShownOnceWithACopy()
    {
        JSInterop.SetupModule("./_content/Supervision.Client/copy.js").Setup<bool>("copy", _ => true).SetResult(true);
        var page = Render<AccountsPage>();
        Button(page, "Nouveau jeton").Click();
        page.Find("form.act").Submit();
        AssertFault(page, "#token-name", "Écrivez un nom");
        page.Find("#token-name").Change("sauvegarde");
        Role(page, "Supervisor").Change(true);
        page.Find("form.act").Submit();

        Assert.Equal(FakeAccountDesk.MadeToken, page.Find("#secret-value").TextContent);
        Button(page, "Copier").Click();
        page.WaitForAssertion(() => Assert.Equal("Copié.", page.Find(".shown-copied").TextContent));
        Button(page, "C’est noté").Click();
        Assert.DoesNotContain(FakeAccountDesk.MadeToken, page.Markup, StringComparison.Ordinal);
        Assert.Contains("sauvegarde", page.Find(".tokens").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_English_SpeaksEnglish()
    {
        Speak("en");
        Accounts.Refusal = [AccountFault.UserNameTaken];
        var page = Render<AccountsPage>();
        Button(page, "New account").Click();
        page.Find("#account-user-name").Change("claire");
        page.Find("#account-display-name").Change("Claire");
        Role(page, "Supervisor").Change(true);
        page.Find("form.act").Submit();

        AssertFault(page, "#account-user-name", "This user name is taken.");
    }
}
