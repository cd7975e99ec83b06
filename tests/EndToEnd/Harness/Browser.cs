using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Supervision.EndToEnd.Harness;

/// <summary>One Chromium of Debian for the suite.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Of a step on a page: two cores may be busy with the calls that the page shows.</summary>
    private const int PatienceMs = 60_000;

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    /// <summary>A fresh profile, French, signed in as the first run's administrator.</summary>
    internal Task<IPage> SignInAsync(ServerProcess server, ColorScheme theme = ColorScheme.Light) =>
        SignInAsync(server, server.Accounts.Administrator.UserName, server.Accounts.Administrator.Password, "/", theme);

    /// <summary>As <see cref="SignInAsync(ServerProcess, ColorScheme)"/>, somebody else, who lands on <paramref name="home"/>.</summary>
    internal async Task<IPage> SignInAsync(
        ServerProcess server, string userName, string password, string home, ColorScheme theme = ColorScheme.Light)
    {
        IPage page = await Chromium.NewPageAsync(browser, server.Address, theme);
        page.Context.SetDefaultTimeout(PatienceMs);
        await Chromium.SignInAsync(page, userName, password, new Uri(server.Address, home));
        await UntilInteractiveAsync(page);
        return page;
    }

    /// <summary>Loads a page anew and waits until it hears clicks.</summary>
    internal static async Task OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await UntilInteractiveAsync(page);
    }

    /// <summary>What is rendered before the circuit is there shows everything and does nothing: a click on it is lost.</summary>
    internal static Task UntilInteractiveAsync(IPage page) => page.Locator("main[data-interactive]").WaitForAsync();

    /// <summary>Screenshots at the two widths that people use; the page is left at the wide one.</summary>
    internal static async Task PhotographAsync(IPage page, string name)
    {
        foreach ((int width, int height) in new[] { (390, 844), (1440, 900) })
        {
            await page.SetViewportSizeAsync(width, height);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Output, $"{name}-{width}.png") });
        }
    }

    /// <summary>axe finds nothing; otherwise the failure names each rule and element.</summary>
    internal static async Task AssertAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.True(
            result.Violations.Length == 0,
            string.Join('\n', result.Violations.Select(violation =>
                $"{violation.Id}: {violation.Help}\n{string.Join('\n', violation.Nodes.Select(node => "   " + node.Html))}")));
    }
}
