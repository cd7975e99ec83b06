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
    /// <summary>A sentence for screen readers stands until the next news: each is noted when it comes.</summary>
    private const string CollectAnnouncements = """
        () => {
          window.announced = [];
          new MutationObserver(changes => {
            for (const change of changes) {
              for (const node of change.addedNodes) {
                if (node instanceof Element && node.parentElement?.closest('[aria-live]')) {
                  window.announced.push(node.textContent);
                }
              }
            }
          }).observe(document.body, { childList: true, subtree: true });
        }
        """;


    [Fact]
    public async Task Threat_NobodyComes_EscalatesIsTakenSeenByTheOthersAndOutlivesAKill()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Alarms:EscalateAfterSeconds=20", "--Alarms:EscalateCriticalAfterSeconds=20");
        await using SimulatedSbc sbc = new();
        IPage first = await browser.SignInAsync(server);
        IPage second = await browser.SignInAsync(server);
        await second.EvaluateAsync(CollectAnnouncements);
        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323100901", loop: false, limit.Token);

        ILocator card = first.Locator("article.alarm");
        ILocator other = second.Locator("article.alarm");
        await Expect(card.Locator(".alarm-wait")).ToContainTextAsync("Escalade dans");
        await AssertAnnouncedOnceAsync(second, "Nouvelle alarme");
        await Expect(other.Locator(".alarm-escalated")).ToContainTextAsync("automatiquement");
        await AssertAnnouncedOnceAsync(second, "Alarme escaladée");

        await first.Keyboard.PressAsync("F8");
        await first.Keyboard.PressAsync("p");
        await Expect(card.Locator(".alarm-taken")).ToContainTextAsync("Prise en charge");
        await Expect(other.Locator(".alarm-taken")).ToContainTextAsync("Prise en charge");
        await Expect(other).ToHaveCountAsync(1);
        await first.Keyboard.PressAsync("v");
        await first.Locator("dialog[open] .snooze-choices button").Last.ClickAsync();
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
        await Expect(first.Locator("article.alarm .alarm-escalated")).ToContainTextAsync("Escaladée");
        await first.Locator(".alarm-unfold").ClickAsync();
        await Expect(first.Locator(".steps li").Last).ToContainTextAsync("Mise en veille");
        await Browser.AssertAccessibleAsync(first);

        string id = alarm.GetProperty("id").GetString()!;
        JsonElement steps = await api.GetFromJsonAsync<JsonElement>($"/api/v1/alarms/{id}/steps", limit.Token);
        string[] kinds = [.. steps.EnumerateArray().Select(step => step.GetProperty("kind").GetString()!).Where(kind => kind is not ("Joined" or "Worsened"))];
        Assert.Equal(["Raised", "Escalated", "Acknowledged", "Snoozed"], kinds);

        await first.Locator("[data-key=c]").ClickAsync();
        await first.Locator("dialog[open] input[value=FalseAlarm]").CheckAsync();
        await first.Locator("dialog[open] [type=submit]").ClickAsync();
        await Expect(first.Locator("article.alarm")).ToHaveCountAsync(0);
        await Eventually.BecomesAsync(
            async () =>
            {
                JsonElement all = await api.GetFromJsonAsync<JsonElement>("/api/v1/alarms?state=all", limit.Token);
                return all.GetProperty("items").EnumerateArray().All(item => item.GetProperty("alarm").GetProperty("state").GetString() == "Resolved");
            },
            TimeSpan.FromSeconds(60), "the resolution in the record", limit.Token);
        await Browser.OpenAsync(first, "/alarms");
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
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Alarms:EscalateAfterSeconds=0");
        await using SimulatedSbc sbc = new();
        IPage page = await browser.SignInAsync(server);
        await using PlacedCall notice = await sbc.CallAsync(server, "menace", "0323100901", loop: false, limit.Token);
        ILocator button = page.Locator("article.alarm [data-key=c]").First;
        await Expect(page.Locator("article.alarm")).ToHaveCountAsync(1);
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

    private static async Task AssertAnnouncedOnceAsync(IPage page, string text)
    {
        await page.WaitForFunctionAsync("text => window.announced.some(said => said.includes(text))", text);
        Assert.Equal(1, await page.EvaluateAsync<int>("text => window.announced.filter(said => said.includes(text)).length", text));
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
            TimeSpan.FromSeconds(60), "the alarm to be restored", cancellationToken);
        return found;
    }
}
