using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>What a supervisor sees and does, in a real browser, while real calls go on.</summary>
[Collection(AloneCollection.Name)]
public sealed class WallBoardTests(Browser browser) : IClassFixture<Browser>
{

    [Fact]
    public async Task WallBoard_PlayedThreat_WordsInTheRightLaneAlarmAcknowledgedAndReplayed()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        await using SimulatedSbc sbc = new();
        IPage page = await browser.SignInAsync(server);
        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323100901", loop: false, limit.Token);

        ILocator tile = page.Locator("article.tile", new PageLocatorOptions { HasText = "03 23 10 09 01" });
        await Expect(tile.Locator(".lane[data-lane=Agent] [data-words]")).ToContainTextAsync("urbanisme");
        await Expect(tile.Locator(".lane[data-lane=Caller] [data-words]")).ToContainTextAsync("casser la figure");
        await Expect(tile.Locator(".lane[data-lane=Agent] [data-words]")).Not.ToContainTextAsync("casser la figure");

        ILocator alarm = page.Locator("article.alarm");
        await Expect(alarm).ToHaveCountAsync(1);
        await Expect(alarm).ToContainTextAsync("casser la figure");
        await Browser.PhotographAsync(page, "wallboard-alarm");
        await Browser.AssertAccessibleAsync(page);

        await alarm.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new System.Text.RegularExpressions.Regex("^Prendre en charge") }).ClickAsync();
        await Expect(alarm.Locator(".alarm-taken")).ToContainTextAsync("Prise en charge par vous");

        string id = (await tile.GetAttributeAsync("data-call"))!;
        await call.Played.WaitAsync(limit.Token);
        await call.HangUpAsync(limit.Token);
        await page.GotoAsync($"/calls/{id}");
        await Expect(page.Locator("main")).ToContainTextAsync("casser la figure");
        await Browser.PhotographAsync(page, "replay");
        await Browser.AssertAccessibleAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "light")]
    [InlineData(ColorScheme.Dark, "dark")]
    public async Task WallBoard_SixtyCalls_EveryTileShownAndAccessible(ColorScheme theme, string name)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Sip:MaxSetupsPerSecond=1000");
        await using SimulatedSbc sbc = new();
        IPage page = await browser.SignInAsync(server, theme);
        string[] conversations = ["horaires", "passeport", "poubelles", "voirie", "tapage", "creche"];
        List<PlacedCall> calls = [];
        for (int i = 0; i < 60; i++)
        {
            calls.Add(await sbc.CallAsync(server, conversations[i % conversations.Length], $"03231{i:D5}", loop: true, limit.Token));
        }

        await Expect(page.Locator("article.tile")).ToHaveCountAsync(60);
        await Expect(page.Locator("article.tile [data-words]").Filter(new LocatorFilterOptions { HasText = "bonjour" }).First)
            .ToBeVisibleAsync();
        await Browser.PhotographAsync(page, $"wallboard-60-{name}");
        await Browser.AssertAccessibleAsync(page);
        foreach (PlacedCall call in calls)
        {
            await call.HangUpAsync(limit.Token);
            await call.DisposeAsync();
        }

        await Expect(page.Locator("article.tile:not([data-state=Ended])")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("/calls", "calls")]
    [InlineData("/admin/health", "health")]
    public async Task Page_Opened_IsAccessibleAtBothWidths(string address, string name)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        IPage page = await browser.SignInAsync(server);
        await Browser.OpenAsync(page, address);
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Browser.PhotographAsync(page, name);
        await Browser.AssertAccessibleAsync(page);
    }
}
