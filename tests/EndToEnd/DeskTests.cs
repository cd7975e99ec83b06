using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>A played death threat at the police desk, in two browsers, until the incident is closed and the server has been restarted.</summary>
public sealed class DeskTests(Browser browser) : IClassFixture<Browser>
{
    private const string Password = "correct cheval pile agrafe";
    private const string Officer = "brigade";


    [Fact]
    public async Task Desk_DeathThreat_OneIncidentInTwoBrowsersHandledClosedAndKept()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        await using SimulatedSbc sbc = new();
        using HttpClient api = server.CreateApiClient();
        using HttpResponseMessage made = await api.PostAsJsonAsync(
            new Uri("/api/v1/users", UriKind.Relative), new { userName = Officer, password = Password, roles = new[] { "PoliceDesk" } }, limit.Token);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        IPage supervisor = await browser.SignInAsync(server);
        await Browser.OpenAsync(supervisor, "/desk");
        IPage desk = await browser.SignInAsync(server, Officer, Password, "/desk", ColorScheme.Dark);
        await Expect(desk.Locator(".desk-empty")).ToBeVisibleAsync();

        await using PlacedCall call = await sbc.CallAsync(server, "menace-de-mort", "0323100907", loop: false, limit.Token);
        await using PlacedCall other = await sbc.CallAsync(server, "horaires", "0323100908", loop: true, limit.Token);
        ILocator card = desk.Locator("article.incident");
        await Expect(card).ToHaveCountAsync(1);
        await Expect(supervisor.Locator("article.incident")).ToHaveCountAsync(1);
        await Expect(card).ToContainTextAsync("En direct");
        await Browser.PhotographAsync(desk, "desk");
        await Browser.AssertAccessibleAsync(desk);
        await card.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(supervisor.Locator("article.incident .incident-standing")).ToContainTextAsync(Officer);

        string number = (await card.GetByRole(AriaRole.Link).GetAttributeAsync("href"))!["desk/".Length..];
        Assert.Matches("^20[0-9]{2}-0001$", number);
        await card.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(desk.Locator("h1")).ToContainTextAsync($"Incident {number}");
        await Expect(desk.Locator(".live-words")).ToContainTextAsync("tuer");
        await Expect(desk.Locator(".word[data-heard]").First).ToBeVisibleAsync();
        await Expect(desk.Locator(".history-counts dd").First).ToHaveTextAsync("1");
        await Browser.PhotographAsync(desk, "incident-live");
        await Browser.AssertAccessibleAsync(desk);
        await AssertSeesOneCallAsync(desk, server, api, limit.Token);

        await desk.FillAsync("#note", "patrouille envoyée");
        await desk.Locator(".note-form button").ClickAsync();
        await supervisor.Locator("article.incident h2 a").ClickAsync();
        await Expect(supervisor.Locator(".timeline")).ToContainTextAsync("patrouille envoyée");
        await DetachWrongCallAsync(desk, supervisor, api, number, limit.Token);
        await AssertSeesOneCallAsync(desk, server, api, limit.Token);
        await call.Played.WaitAsync(limit.Token);
        await call.HangUpAsync(limit.Token);
        await other.HangUpAsync(limit.Token);
        await CloseAsync(desk);
        await Expect(supervisor.Locator(".case-standing")).ToContainTextAsync("Gendarmerie");
        await Eventually.BecomesAsync(
            async () =>
            {
                JsonElement ended = await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/calls?number=0323100907", UriKind.Relative), limit.Token);
                return ended.GetProperty("total").GetInt32() == 1;
            },
            TimeSpan.FromSeconds(60), "the call in the record", limit.Token);
        await desk.ReloadAsync();
        await Expect(desk.Locator(".player")).ToBeVisibleAsync();
        await Browser.PhotographAsync(desk, "incident-closed");
        await Browser.AssertAccessibleAsync(desk);

        await server.StopAsync(limit.Token);
        await server.StartAgainAsync(limit.Token);
        JsonElement kept = default;
        await Eventually.BecomesAsync(
            async () =>
            {
                kept = await api.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/incidents/{number}", UriKind.Relative), limit.Token);
                return kept.GetProperty("state").GetString() == "Closed";
            },
            TimeSpan.FromSeconds(60), "the closed incident", limit.Token);
        Assert.Equal(["Opened", "Taken", "Noted", "CallAttached", "CallDetached", "Closed"], ActsOf(kept));
    }

    [Fact]
    public async Task Desk_ThreatThatNobodyAnswers_EscalatesByItselfIntoAnIncident()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Alarms:EscalateAfterSeconds=2");
        await using SimulatedSbc sbc = new();
        using HttpClient api = server.CreateApiClient();
        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323100909", loop: false, limit.Token);
        JsonElement incident = default;
        await Eventually.BecomesAsync(
            async () =>
            {
                JsonElement list = await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/incidents", UriKind.Relative), limit.Token);
                incident = list.GetProperty("items").EnumerateArray().FirstOrDefault();
                return list.GetProperty("total").GetInt32() == 1
                    && incident.GetProperty("steps").EnumerateArray().Any(step => step.GetProperty("kind").GetString() == "Escalated");
            },
            TimeSpan.FromSeconds(60), "the escalated incident", limit.Token);

        JsonElement escalated = Assert.Single(
            incident.GetProperty("steps").EnumerateArray(), step => step.GetProperty("kind").GetString() == "Escalated");
        Assert.Equal(JsonValueKind.Null, escalated.GetProperty("by").ValueKind);
        Assert.Equal("0323100909", incident.GetProperty("calls")[0].GetProperty("callerNumber").GetString());
        await call.HangUpAsync(limit.Token);
    }

    /// <summary>Without what alarms add by themselves: nobody acknowledges this one at the wall-board.</summary>
    private static IEnumerable<string?> ActsOf(JsonElement incident) => incident.GetProperty("steps").EnumerateArray()
        .Select(step => step.GetProperty("kind").GetString())
        .Where(kind => kind is not ("AlarmAttached" or "Escalated" or "Aggravated"));

    /// <summary>Two calls go on; the officer's browser may have one of them, by the API as by the pages.</summary>
    private static async Task AssertSeesOneCallAsync(IPage desk, ServerProcess server, HttpClient api, CancellationToken cancellationToken)
    {
        IAPIResponse seen = await desk.APIRequest.GetAsync("/api/v1/calls?state=live");
        Assert.Equal(1, (await seen.JsonAsync())!.Value.GetProperty("total").GetInt32());
        JsonElement all = await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/calls?state=live", UriKind.Relative), cancellationToken);
        Assert.Equal(2, all.GetProperty("total").GetInt32());
        IAPIResponse board = await desk.APIRequest.GetAsync(new Uri(server.Address, "/admin/health").ToString());
        Assert.Equal((int)HttpStatusCode.Forbidden, board.Status);
    }

    /// <summary>Somebody attached the other call; the officer takes it out with the keyboard alone.</summary>
    private static async Task DetachWrongCallAsync(IPage desk, IPage supervisor, HttpClient api, string number, CancellationToken cancellationToken)
    {
        JsonElement incident = await api.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/incidents/{number}", UriKind.Relative), cancellationToken);
        JsonElement live = await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/calls?state=live", UriKind.Relative), cancellationToken);
        string? wrong = live.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("call").GetProperty("id").GetString())
            .Single(id => id != incident.GetProperty("calls")[0].GetProperty("callId").GetString());
        using HttpResponseMessage attached = await api.PostAsJsonAsync(
            new Uri($"/api/v1/incidents/{incident.GetProperty("id").GetString()}/attach", UriKind.Relative), new { callId = wrong }, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, attached.StatusCode);

        ILocator opener = desk.Locator(".acts-bar button", new PageLocatorOptions { HasText = "Détacher un appel" });
        await opener.PressAsync("Enter");
        await Expect(desk.Locator("#act-call")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Escape");
        await Expect(opener).ToBeFocusedAsync();
        await opener.PressAsync("Enter");
        await desk.SelectOptionAsync("#act-call", wrong!);
        await desk.Locator(".act-form button[type=submit]").PressAsync("Enter");
        await Expect(supervisor.Locator(".timeline")).ToContainTextAsync("Appel détaché : celui du");
        await Expect(opener).ToHaveCountAsync(0);
    }

    private static async Task CloseAsync(IPage desk)
    {
        await desk.Locator(".acts-bar button", new PageLocatorOptions { HasText = "Clore" }).ClickAsync();
        await desk.SelectOptionAsync("#act-outcome", "Transmitted");
        await desk.SelectOptionAsync("#act-recipient", "Gendarmerie");
        await desk.FillAsync("#act-text", "avis donné par téléphone");
        await desk.Locator(".act-form button[type=submit]").ClickAsync();
        await Expect(desk.Locator(".case-standing")).ToContainTextAsync("Clos");
    }
}
