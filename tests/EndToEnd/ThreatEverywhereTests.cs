using System.Net.Http.Json;
using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>One played threat, seen at the same time by everybody whose affair it is, and each step by all of them.</summary>
public sealed class ThreatEverywhereTests(Browser browser) : IClassFixture<Browser>
{
    private const string Password = "agrafe pile correct cheval";

    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 40_000 };
    private static readonly LocatorAssertionsToHaveCountOptions Soon = new() { Timeout = 40_000 };

    [Fact]
    public async Task PlayedThreat_OneAlarmOnWallBoardAgentViewAndDesk_TakenOnceIsTakenEverywhere()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(4));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token, "--Incidents:OpenFor=Threat");
        await using SimulatedSbc sbc = new();
        using HttpClient api = server.CreateApiClient();
        await AddAsync(api, "nadia", "Agent", Speech.Conversation("menace").Agent.Number, limit.Token);
        await AddAsync(api, "officier", "PoliceDesk", null, limit.Token);
        IPage wall = await browser.SignInAsync(server);
        IPage agent = await browser.SignInAsync(server, "nadia", Password, "/agent");
        IPage desk = await browser.SignInAsync(server, "officier", Password, "/desk");

        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323100911", loop: false, limit.Token);
        await Expect(wall.Locator("article.alarm")).ToHaveCountAsync(1, Soon);
        await Expect(agent.Locator(".alert")).ToContainTextAsync("Vos superviseurs sont prévenus", Patiently);
        await Expect(desk.Locator("article.incident")).ToHaveCountAsync(1, Soon);

        await wall.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new System.Text.RegularExpressions.Regex("^Prendre en charge") }).First.ClickAsync();
        await Expect(agent.Locator("[data-taken]")).ToContainTextAsync("Pris en charge par admin", Patiently);

        // The call goes on to its end: what else is said joins what is open.
        await call.Played.WaitAsync(limit.Token);
        await Expect(wall.Locator("article.alarm")).ToHaveCountAsync(1);
        await Expect(desk.Locator("article.incident")).ToHaveCountAsync(1);
        await call.HangUpAsync(limit.Token);
    }

    private static async Task AddAsync(HttpClient api, string name, string role, string? number, CancellationToken cancellationToken)
    {
        using HttpResponseMessage made = await api.PostAsJsonAsync(
            new Uri("/api/v1/users", UriKind.Relative),
            new { userName = name, password = Password, roles = new[] { role }, agentNumber = number },
            cancellationToken);
        made.EnsureSuccessStatusCode();
    }
}
