using System.Net.Http.Json;
using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>One played threat, seen at the same time by everybody whose affair it is, and each step by all of them.</summary>
public sealed class ThreatEverywhereTests(Browser browser) : IClassFixture<Browser>
{
    private const string Password = "agrafe pile correct cheval";


    [Fact]
    public async Task PlayedThreat_OneAlarmOnWallBoardAgentViewAndDesk_TakenOnceIsTakenEverywhere()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        await using ServerProcess server = await ServerProcess.StartAsync(
            limit.Token, "--Alarms:EscalateAfterSeconds=3600", "--Alarms:EscalateCriticalAfterSeconds=3600");
        await using SimulatedSbc sbc = new();
        using HttpClient api = server.CreateApiClient();
        await AddAsync(api, "nadia", "Agent", Speech.Conversation("menace-de-mort").Agent.Number, limit.Token);
        await AddAsync(api, "officier", "PoliceDesk", null, limit.Token);
        IPage wall = await browser.SignInAsync(server);
        IPage agent = await browser.SignInAsync(server, "nadia", Password, "/agent");
        IPage desk = await browser.SignInAsync(server, "officier", Password, "/desk");

        await using PlacedCall call = await sbc.CallAsync(server, "menace-de-mort", "0323100911", loop: false, limit.Token);
        await Expect(wall.Locator("article.alarm")).ToHaveCountAsync(1);

        // Nothing escalates by itself in this test: the desk is served by the threat.
        await Expect(agent.Locator(".alert")).ToContainTextAsync("Vos superviseurs sont prévenus");
        await Expect(desk.Locator("article.incident")).ToHaveCountAsync(1);

        await wall.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new System.Text.RegularExpressions.Regex("^Prendre en charge") }).First.ClickAsync();
        await Expect(agent.Locator("[data-taken]")).ToContainTextAsync("Pris en charge par admin");

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
