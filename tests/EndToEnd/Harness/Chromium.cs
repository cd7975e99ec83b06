using Microsoft.Playwright;

namespace Supervision.EndToEnd.Harness;

/// <summary>The machine's Chromium and the way in. The load generator uses it too.</summary>
internal static class Chromium
{
    /// <summary>The one that the variable CHROMIUM names; otherwise Debian's.</summary>
    internal static string ExecutablePath => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
    ];

    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = ExecutablePath,
        Headless = true,
        Args = Arguments,
    });

    /// <summary>An empty page in a fresh profile, French; addresses are the server's.</summary>
    internal static async Task<IPage> NewPageAsync(IBrowser browser, Uri server, ColorScheme theme)
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            Locale = "fr-FR",
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
        });
        return await context.NewPageAsync();
    }

    /// <summary>Signs somebody in, who lands on <paramref name="home"/>, a whole address.</summary>
    internal static async Task SignInAsync(IPage page, string userName, string password, Uri home)
    {
        await page.GotoAsync("/login");
        await page.FillAsync("#userName", userName);
        await page.FillAsync("#password", password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(home.ToString());
    }
}
