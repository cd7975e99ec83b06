using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>The pages of a supervisor and of an administrator, without a mouse.</summary>
public sealed class KeyboardTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task EveryPage_ByKeyboardAlone_IsReachedInOrderSeenAndLeft()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Alarms:EscalateAfterSeconds=0");
        await using SimulatedSbc sbc = new();
        IPage page = await browser.SignInAsync(server);
        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323100901", loop: false, limit.Token);

        // While the threat is on its way.
        await WalkSignInAsync(page);
        await OpenAsync(page, "/admin/health");
        await KeyboardWalk.AssertSkipsToContentAsync(page);
        await AssertMenuAsync(page.Locator(".app-bar .menu"));
        await KeyboardWalk.AssertWalkableAsync(page);
        await WalkWordsAsync(page);
        await WalkAccountsAsync(page);

        await OpenAsync(page, "/");
        await WalkWallBoardAsync(page);
        await call.HangUpAsync(limit.Token);
        await OpenAsync(page, "/alarms");
        await Expect(page.Locator("table.rows tbody th")).ToHaveCountAsync(1);
        await KeyboardWalk.AssertWalkableAsync(page);
        await OpenAsync(page, "/calls");
        await Expect(page.Locator("table.calls tbody tr")).ToHaveCountAsync(1);
        await KeyboardWalk.AssertWalkableAsync(page);
        await WalkReplayAsync(page);

        await page.SetViewportSizeAsync(390, 844);
        await OpenAsync(page, "/alarms");
        await Expect(page.Locator("table.rows tbody th")).ToHaveCountAsync(1);
        await KeyboardWalk.AssertWalkableAsync(page);
    }

    private static async Task WalkSignInAsync(IPage signedIn)
    {
        await using IBrowserContext stranger = await signedIn.Context.Browser!.NewContextAsync(new BrowserNewContextOptions { Locale = "fr-FR" });
        IPage page = await stranger.NewPageAsync();
        await page.GotoAsync(new Uri(new Uri(signedIn.Url), "/login").ToString());
        await Expect(page.Locator("#userName")).ToBeFocusedAsync();
        await KeyboardWalk.AssertWalkableAsync(page);
    }

    private static async Task WalkWordsAsync(IPage page)
    {
        await OpenAsync(page, "/admin/words");
        await KeyboardWalk.AssertWalkableAsync(page);
        ILocator add = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ajouter une phrase" });
        await add.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".line-form :focus")).ToHaveCountAsync(1);
        await page.Locator(".line-form").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Annuler" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(add).ToBeFocusedAsync();
    }

    private static async Task WalkAccountsAsync(IPage page)
    {
        await OpenAsync(page, "/admin/accounts");
        await Expect(page.Locator("table.accounts tbody tr")).ToHaveCountAsync(1);
        await KeyboardWalk.AssertWalkableAsync(page);
        foreach (string name in (string[])["Nouveau compte", "Modifier le compte « Administrateur »", "Nouveau jeton", "Révoquer le jeton first-run"])
        {
            ILocator opener = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });
            await KeyboardWalk.AssertOpensAndReturnsAsync(opener, page.Locator("dialog[open]"), "Enter", isModal: true);
        }
    }

    private static async Task WalkWallBoardAsync(IPage page)
    {
        await Expect(page.Locator("article.alarm")).ToHaveCountAsync(1);
        await KeyboardWalk.AssertWalkableAsync(page);
        await AssertMenuAsync(page.Locator(".alarms-help"));
        await KeyboardWalk.AssertOpensAndReturnsAsync(page.Locator(".listen-button"), page.Locator(".listen"), "Enter", isModal: false);

        await page.Keyboard.PressAsync("F8");
        await Expect(page.Locator("article.alarm")).ToBeFocusedAsync();
        foreach (string key in (string[])["c", "e"])
        {
            await KeyboardWalk.AssertOpensAndReturnsAsync(page.Locator("article.alarm"), page.Locator("dialog[open]"), key, isModal: true);
        }
    }

    /// <summary>From the list of calls, by the call's own link.</summary>
    private static async Task WalkReplayAsync(IPage page)
    {
        await page.Locator("table.calls tbody a").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#purpose")).ToHaveCountAsync(1);
        await KeyboardWalk.AssertWalkableAsync(page);
        await page.Locator("#purpose").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator(".player-ask [type=submit]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        ILocator toggle = page.Locator("[data-player=toggle]");
        await Expect(toggle).ToBeVisibleAsync();
        await Expect(page.Locator(".player :focus")).ToHaveCountAsync(1);
        await toggle.FocusAsync();
        await Expect(page.Locator(".player[data-state=playing]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync(" ");
        await Expect(page.Locator(".player[data-state=paused]")).ToHaveCountAsync(1);
        await KeyboardWalk.AssertWalkableAsync(page);
    }

    /// <summary>A menu opens with Enter, Tab leads into it, Escape closes it and gives the focus back.</summary>
    private static async Task AssertMenuAsync(ILocator menu)
    {
        ILocator button = menu.Locator("summary");
        await button.FocusAsync();
        await menu.Page.Keyboard.PressAsync("Enter");
        await Expect(menu).ToHaveAttributeAsync("open", "");
        if (await menu.Locator("a[href], button").CountAsync() > 0)
        {
            await menu.Page.Keyboard.PressAsync("Tab");
            await Expect(menu.Locator("a[href], button").First).ToBeFocusedAsync();
        }

        await menu.Page.Keyboard.PressAsync("Escape");
        await Expect(menu).Not.ToHaveAttributeAsync("open", "");
        await Expect(button).ToBeFocusedAsync();
    }

    /// <summary>
    /// A page answers to keys once its circuit stands; Blazor then sets the focus on its heading, as it has done before, when the page was
    /// there and the circuit was not: only the second time is the last.
    /// </summary>
    private static async Task OpenAsync(IPage page, string address)
    {
        await Browser.OpenAsync(page, address);
        await Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }
}
