using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>An alarm's life over two browsers and a server that is killed.</summary>
public sealed class AlarmHandlingTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 40_000 };

    [Fact]
    public async Task Threat_NobodyComes_EscalatesIsTakenSeenByTheOthersAndOutlivesAKill()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(4));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Alarms:EscalateAfterSeconds=5");
        await using SimulatedSbc sbc = new();
        IPage first = await browser.SignInAsync(server);
        IPage second = await browser.SignInAsync(server);
        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323100901", loop: false, limit.Token);

        ILocator card = first.Locator("article.alarm");
        ILocator other = second.Locator("article.alarm");
        await Expect(card.Locator(".alarm-wait")).ToContainTextAsync("Escalade dans", Patiently);
        await Expect(second.Locator("[aria-live]").Filter(new LocatorFilterOptions { HasText = "Nouvelle alarme" })).ToHaveCountAsync(1);
        await Expect(other.Locator(".alarm-escalated")).ToContainTextAsync("automatiquement", Patiently);
        await Expect(second.Locator("[aria-live]").Filter(new LocatorFilterOptions { HasText = "Alarme escaladée" })).ToHaveCountAsync(1);

        await first.Keyboard.PressAsync("F8");
        await first.Keyboard.PressAsync("p");
        await Expect(card.Locator(".alarm-taken")).ToContainTextAsync("Prise en charge");
        await Expect(other.Locator(".alarm-taken")).ToContainTextAsync("Prise en charge");
        await Expect(other).ToHaveCountAsync(1);
        await first.Keyboard.PressAsync("v");
        await first.Locator("dialog[open] .snooze-choices button").First.ClickAsync();
        await Expect(other.Locator(".alarm-taken")).ToContainTextAsync("En veille");
        await call.Played.WaitAsync(limit.Token);
        await call.HangUpAsync(limit.Token);

        await first.EvaluateAsync("() => { window.beforeTheKill = true; }");
        await server.KillAsync(limit.Token);
        await server.StartAgainAsync(limit.Token);
        using HttpClient api = server.CreateApiClient();
        JsonElement alarm = await OpenAlarmAsync(api, limit.Token);
        Assert.Equal("Acknowledged", alarm.GetProperty("state").GetString());
        Assert.NotEqual(JsonValueKind.Null, alarm.GetProperty("escalatedAt").ValueKind);

        // The screens come back by themselves.
        await first.WaitForFunctionAsync(
            "() => !window.beforeTheKill && document.querySelector('.wall[data-feed=connected]')", null, new PageWaitForFunctionOptions { Timeout = 60_000 });
        await Expect(first.Locator("article.alarm .alarm-escalated")).ToContainTextAsync("Escaladée", Patiently);
        await first.Locator(".alarm-unfold").ClickAsync();
        await Expect(first.Locator(".steps li").Last).ToContainTextAsync("Mise en veille", Patiently);
        await Browser.AssertAccessibleAsync(first);

        string id = alarm.GetProperty("id").GetString()!;
        JsonElement steps = await api.GetFromJsonAsync<JsonElement>($"/api/v1/alarms/{id}/steps", limit.Token);
        string[] kinds = [.. steps.EnumerateArray().Select(step => step.GetProperty("kind").GetString()!).Where(kind => kind is not ("Joined" or "Worsened"))];
        Assert.Equal(["Raised", "Escalated", "Acknowledged", "Snoozed"], kinds);

        await first.Locator("[data-key=c]").ClickAsync();
        await first.Locator("dialog[open] input[value=FalseAlarm]").CheckAsync();
        await first.Locator("dialog[open] [type=submit]").ClickAsync();
        await Expect(first.Locator("article.alarm")).ToHaveCountAsync(0);
        await first.GotoAsync("/alarms");
        await first.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Corriger" }).ClickAsync();
        await first.FillAsync("#correct-reason", "plainte déposée");
        await first.Locator("dialog[open] [type=submit]").ClickAsync();
        await Expect(first.Locator(".state")).ToContainTextAsync("Confirmée");
        await Expect(first.Locator(".steps li").Last).ToContainTextAsync("plainte déposée");
        await AssertExportIsWholeAsync(api, limit.Token);
        await Browser.PhotographAsync(first, "alarms");
        await Browser.AssertAccessibleAsync(first);
    }

    [Fact]
    public async Task NewAlarm_WhileThePointerIsOnAButton_MovesNothingUnderIt()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(3));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Alarms:EscalateAfterSeconds=0");
        await using SimulatedSbc sbc = new();
        IPage page = await browser.SignInAsync(server);
        await using PlacedCall notice = await sbc.CallAsync(server, "menace", "0323100901", loop: false, limit.Token);
        ILocator button = page.Locator("article.alarm [data-key=c]").First;
        await Expect(page.Locator("article.alarm")).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = 40_000 });
        await notice.Played.WaitAsync(limit.Token);

        await using PlacedCall grave = await sbc.CallAsync(server, "menace-de-mort", "0323100902", loop: false, limit.Token);
        LocatorBoundingBoxResult before = (await button.BoundingBoxAsync())!;
        ILocator news = page.Locator(".alarms-new");
        int step = 0;
        await Eventually.BecomesAsync(
            async () =>
            {
                // A hand that rests lets go after a while; this one trembles.
                await page.Mouse.MoveAsync(before.X + 10 + (++step % 3), before.Y + 10);
                return await news.CountAsync() > 0;
            },
            TimeSpan.FromSeconds(60), "the newcomer to be told", limit.Token);

        LocatorBoundingBoxResult after = (await button.BoundingBoxAsync())!;
        Assert.Equal((before.X, before.Y), (after.X, after.Y));
        await Expect(news).ToContainTextAsync("1 nouvelle alarme");
        await page.Mouse.MoveAsync(10, 10);
        await Expect(page.Locator("article.alarm")).ToHaveCountAsync(2);
        await notice.HangUpAsync(limit.Token);
        await grave.HangUpAsync(limit.Token);
    }

    /// <summary>The windows for training come as an archive that can be opened, with its labels.</summary>
    private static async Task AssertExportIsWholeAsync(HttpClient api, CancellationToken cancellationToken)
    {
        using MemoryStream file = new(await api.GetByteArrayAsync("/api/v1/alarms/training-windows.zip?purpose=essai", cancellationToken));
        await using ZipArchive archive = new(file);
        Assert.Contains(archive.Entries, entry => entry.Name == "labels.tsv");
    }

    private static async Task<JsonElement> OpenAlarmAsync(HttpClient api, CancellationToken cancellationToken)
    {
        JsonElement found = default;
        await Eventually.BecomesAsync(
            async () =>
            {
                JsonElement page = await api.GetFromJsonAsync<JsonElement>("/api/v1/alarms", cancellationToken);
                found = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("alarm")).FirstOrDefault();
                return found.ValueKind == JsonValueKind.Object;
            },
            TimeSpan.FromSeconds(30), "the alarm to be restored", cancellationToken);
        return found;
    }
}
