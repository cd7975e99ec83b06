using System.Net.Http.Json;
using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;

namespace Supervision.LoadGenerator;

/// <summary>
/// A supervisor's wall-board in a real Chromium during the run, told of each alarm's painting by <c>painted-alarms.js</c>. The browser is this
/// process's child and not the server's: what it costs is not counted as the console's, though it takes its share of the machine.
/// </summary>
internal sealed class WallBoardBrowser : IAsyncDisposable
{
    private const string UserName = "chef-de-salle";
    private const string Password = "agrafe pile correct cheval";

    private static readonly string[] Roles = ["Supervisor"];

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private WallBoardBrowser(IPlaywright playwright, IBrowser browser, PaintedAlarms alarms)
    {
        this.playwright = playwright;
        this.browser = browser;
        Alarms = alarms;
    }

    internal PaintedAlarms Alarms { get; }

    /// <summary>Null where there is no Chromium; stderr says so.</summary>
    internal static async Task<WallBoardBrowser?> OpenAsync(LoadedServer server, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(Chromium.ExecutablePath))
        {
            await Console.Error.WriteLineAsync($"No alarm is measured in a browser: there is no {Chromium.ExecutablePath}.");
            return null;
        }

        await AddSupervisorAsync(server, cancellationToken);
        IPlaywright playwright = await Playwright.CreateAsync();
        WallBoardBrowser opened = new(playwright, await Chromium.LaunchAsync(playwright), new PaintedAlarms(time));
        try
        {
            await opened.ShowAsync(server);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private async Task ShowAsync(LoadedServer server)
    {
        IPage page = await Chromium.NewPageAsync(browser, server.Address, ColorScheme.Light);
        await page.ExposeFunctionAsync<string, int, double, bool>("alarmPainted", (alarm, reasons, atUnixMs) =>
        {
            Alarms.Saw(Guid.Parse(alarm), reasons, atUnixMs);
            return true;
        });
        await page.AddInitScriptAsync(scriptPath: Path.Combine(AppContext.BaseDirectory, "painted-alarms.js"));
        await Chromium.SignInAsync(page, UserName, Password, server.Address);
        await page.WaitForSelectorAsync("[data-connection][data-state=connected]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
    }

    private static async Task AddSupervisorAsync(LoadedServer server, CancellationToken cancellationToken)
    {
        using HttpClient api = server.CreateClient();
        using HttpResponseMessage made = await api.PostAsJsonAsync(
            "/api/v1/users", new { userName = UserName, password = Password, roles = Roles }, cancellationToken);
        made.EnsureSuccessStatusCode();
    }
}
