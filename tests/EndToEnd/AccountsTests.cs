using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>An administrator lets somebody in and puts her out again, on the page and in real browsers.</summary>
public sealed partial class AccountsTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Account_MadeOnThePage_LeadsToHerOwnUntilItIsDisabled()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        IPage page = await browser.SignInAsync(server);
        await Browser.OpenAsync(page, "/admin/accounts");
        await Expect(page.Locator("table.accounts tbody tr")).ToHaveCountAsync(1);

        string password = await MakeAgentAsync(page);
        IPage agent = await browser.SignInAsync(server, "louise", password, "/agent");
        await Expect(agent.Locator(".desk-none")).ToBeVisibleAsync();
        await Browser.PhotographAsync(page, "accounts");

        await Row(page, "louise").GetByRole(AriaRole.Button, Named("Désactiver le compte « Louise »")).ClickAsync();
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, Named("Désactiver")).ClickAsync();
        await Expect(Row(page, "louise")).ToContainTextAsync("Désactivé");
        await Expect(page.Locator(".messages")).ToContainTextAsync("Le compte « Louise » est désactivé");
        await Expect(Row(page, "louise").GetByRole(AriaRole.Button, Named("Activer le compte « Louise »"))).ToBeFocusedAsync();
        await agent.ReloadAsync();
        Assert.Equal("/login", new Uri(agent.Url).AbsolutePath);

        await AssertLastAdministratorStaysAsync(page);
        IPage dark = await browser.SignInAsync(server, ColorScheme.Dark);
        await Browser.OpenAsync(dark, "/admin/accounts");
        foreach (IPage themed in (IPage[])[page, dark])
        {
            await AssertEverythingAccessibleAsync(themed);
        }

        await Browser.PhotographAsync(dark, "accounts-dark");
    }

    [Fact]
    public async Task Token_IssuedOnThePage_OpensTheApiUntilItIsRevoked()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        IPage page = await browser.SignInAsync(server);
        await Browser.OpenAsync(page, "/admin/accounts");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Nouveau jeton" }).ClickAsync();
        await page.FillAsync("#token-name", "tableau de bord");
        await page.GetByLabel("Superviseur", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await page.Locator("dialog[open] [type=submit]").ClickAsync();
        string secret = await page.Locator("#secret-value").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "C’est noté" }).ClickAsync();

        using HttpClient program = new() { BaseAddress = server.Address };
        program.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", secret);
        Assert.Contains("token:tableau de bord", await program.GetStringAsync(new Uri("/api/v1/me", UriKind.Relative), limit.Token), StringComparison.Ordinal);

        ILocator token = page.Locator("tr[data-token='tableau de bord']");
        await token.GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator("dialog[open] [type=submit]").ClickAsync();
        await Expect(page.Locator("details tr[data-token='tableau de bord']")).ToHaveCountAsync(1);
        using HttpResponseMessage refused = await program.GetAsync(new Uri("/api/v1/me", UriKind.Relative), limit.Token);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    /// <summary>What was forgotten is said, and the keyboard led to it.</summary>
    private static async Task<string> MakeAgentAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Nouveau compte" }).ClickAsync();
        await Expect(page.Locator("#account-user-name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("louise");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Louise");
        await page.GetByLabel("Agent", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await page.Locator("dialog[open] [type=submit]").ClickAsync();
        await Expect(page.Locator("#account-number")).ToBeFocusedAsync();
        await Expect(page.Locator("#account-number-error")).ToContainTextAsync("Un agent a besoin de son numéro");
        await page.Keyboard.TypeAsync("2101");
        await page.Keyboard.PressAsync("Enter");

        ILocator secret = page.Locator("#secret-value");
        await Expect(secret).ToHaveTextAsync(SixWords());
        await Browser.AssertAccessibleAsync(page);
        await Browser.PhotographAsync(page, "accounts-secret");
        string password = await secret.InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Copier" }).ClickAsync();
        await Expect(page.Locator(".shown-copied")).ToHaveTextAsync("Copié.");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "C’est noté" }).ClickAsync();
        await Expect(secret).ToHaveCountAsync(0);
        await Expect(Row(page, "louise")).ToContainTextAsync("2101");
        Assert.DoesNotContain(password, await page.ContentAsync(), StringComparison.Ordinal);
        return password;
    }

    private static async Task AssertLastAdministratorStaysAsync(IPage page)
    {
        await Row(page, "admin").GetByRole(AriaRole.Button, Named("Modifier le compte « Administrateur »")).ClickAsync();
        await page.GetByLabel("Administrateur", new PageGetByLabelOptions { Exact = true }).UncheckAsync();
        await page.GetByLabel("Superviseur", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await page.Locator("dialog[open] [type=submit]").ClickAsync();
        await Expect(page.Locator("#account-roles-error")).ToContainTextAsync("dernier administrateur");
        await Expect(page.GetByLabel("Administrateur", new PageGetByLabelOptions { Exact = true })).ToBeFocusedAsync();
        await Browser.AssertAccessibleAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>The page, and each dialog with what it says when something is missing.</summary>
    private static async Task AssertEverythingAccessibleAsync(IPage page)
    {
        await Expect(page.Locator("table.accounts tbody tr")).ToHaveCountAsync(2);
        await Browser.AssertAccessibleAsync(page);
        foreach (string opener in (string[])["Nouveau compte", "Nouveau jeton", "Mot de passe : en donner un nouveau à Louise", "Révoquer le jeton first-run"])
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = opener }).ClickAsync();
            ILocator dialog = page.Locator("dialog[open]");
            await Expect(dialog).ToBeVisibleAsync();
            if (await dialog.Locator("[type=radio]").CountAsync() > 0)
            {
                await dialog.Locator("[type=radio]").Last.CheckAsync();
                await Expect(dialog.Locator("[autocomplete=new-password]")).ToBeVisibleAsync();
            }

            if (await dialog.Locator("[type=radio], [type=text]:not([hidden])").CountAsync() > 0)
            {
                await dialog.Locator("[type=submit]").ClickAsync();
                await Expect(dialog.Locator("[aria-invalid]").First).ToBeFocusedAsync();
            }

            await Browser.AssertAccessibleAsync(page);
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
        }
    }

    private static ILocator Row(IPage page, string userName) => page.Locator($"tr[data-account={userName}]");

    private static LocatorGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };

    [GeneratedRegex("^[a-z]+(-[a-z]+){5}$")]
    private static partial Regex SixWords();
}
