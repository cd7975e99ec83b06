using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Admin.Accounts;
using Supervision.Client.Services;

namespace Supervision.Client.Tests;

public sealed class AccountsPageTests : ScreenTest
{
    public AccountsPageTests() => User.SetAuthorized("admin").SetRoles("Administrator");

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

    private static void Fill(IRenderedComponent<AccountsPage> page, string userName, string name, string role, string? number)
    {
        Button(page, "Nouveau compte").Click();
        page.Find("#account-user-name").Change(userName);
        page.Find("#account-display-name").Change(name);
        Role(page, role).Change(true);
        page.Find("#account-number").Change(number ?? "");
    }

    private static void TypePassword(IRenderedComponent<AccountsPage> page, string password)
    {
        page.FindAll("input[type=radio]")[1].Change(true);
        page.Find("#account-password").Change(password);
    }

    /// <summary>Marked as wrong and described by the sentence that says why.</summary>
    private static void AssertFault(IRenderedComponent<AccountsPage> page, string field, string text)
    {
        IElement input = page.Find(field);
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Contains(
            input.GetAttribute("aria-describedby")!.Split(' '), id => Read(page.Find($"#{id}").TextContent).Contains(text, StringComparison.Ordinal));
    }

    private static string Told(AccountDraft draft) => string.Join('|', draft.UserName, draft.DisplayName, string.Join(',', draft.Roles), draft.AgentNumber, draft.Password);

    private static string? Value(IRenderedComponent<AccountsPage> page, string field) => page.Find(field).GetAttribute("value");

    private static string[] Shown(IRenderedComponent<AccountsPage> page) =>
        [.. page.FindAll(".accounts tbody tr").Select(row => row.GetAttribute("data-account")!)];

    private static IElement Role(IRenderedComponent<AccountsPage> page, string role) => page.Find($"input[type=checkbox][aria-labelledby$='-{role}']");

    private static IElement Button(IRenderedComponent<AccountsPage> page, string text) =>
        page.FindAll("button").First(button => Read(button.TextContent) == text);

    private static IElement Of(IRenderedComponent<AccountsPage> page, string userName, string text) =>
        page.FindAll($"tr[data-account={userName}] button").First(button => Read(button.TextContent) == text);
}
