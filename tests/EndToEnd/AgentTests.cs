using System.Net.Http.Json;
using Microsoft.Playwright;
using Supervision.EndToEnd.Harness;
using static Microsoft.Playwright.Assertions;

namespace Supervision.EndToEnd;

/// <summary>What a person who takes calls sees and does, in a real browser, during a violent call.</summary>
public sealed class AgentTests(Browser browser) : IClassFixture<Browser>
{
    private const string Password = "agrafe pile correct cheval";


    [Fact]
    public async Task Agent_PlayedThreat_AdviceHelpTakenAndListenedTo()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(7));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        await AddAgentAsync(server, limit.Token);
        await using SimulatedSbc sbc = new();
        IPage agent = await browser.SignInAsync(server, "louise", Password, "/agent");
        IPage supervisor = await browser.SignInAsync(server);
        await Expect(agent.Locator(".desk-none")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(agent);
        await Browser.PhotographAsync(agent, "agent-empty");
        await using PlacedCall other = await sbc.CallAsync(server, "horaires", "0323100903", loop: true, limit.Token);
        await using PlacedCall call = await sbc.CallAsync(server, "menace", "0323100902", loop: false, limit.Token);

        // Her own call, its words, the advice; nothing of the other call.
        await Expect(agent.Locator(".mine-caller")).ToContainTextAsync("03 23 10 09 02");
        await Expect(agent.Locator("[data-live-words]")).ToContainTextAsync("casser la figure");
        await Expect(agent.Locator(".alert")).ToContainTextAsync("Vos superviseurs sont prévenus");
        await Expect(agent.Locator(".alert-advice li").First).ToBeVisibleAsync();
        string seen = await agent.ContentAsync();
        Assert.Contains("10\u202F09\u202F02", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("10\u202F09\u202F03", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("0323100903", seen, StringComparison.Ordinal);

        // Help by the key, anywhere on the page; one alarm, however often.
        await agent.Keyboard.PressAsync("F9");
        await agent.Keyboard.PressAsync("F9");
        await Expect(agent.Locator("[data-help-when=sent]")).ToBeVisibleAsync();
        ILocator alarm = supervisor.Locator("article.alarm");
        await Expect(alarm.First).ToContainTextAsync("Appel à l’aide");
        await Expect(alarm).ToHaveCountAsync(1);
        await supervisor.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new System.Text.RegularExpressions.Regex("^Prendre en charge") }).First.ClickAsync();
        await Expect(agent.Locator("[data-taken]")).ToContainTextAsync("Pris en charge par admin");

        // She is told who listens.
        await supervisor.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Écouter en direct l’appel de 03 23 10 09 02" }).ClickAsync();
        await supervisor.SelectOptionAsync("#listen-purpose", "Protection de l’agent");
        await supervisor.Locator(".listen button[type=submit]").ClickAsync();
        await Expect(agent.Locator("[data-listeners]")).ToContainTextAsync("Administrateur écoute cet appel");
        await Browser.AssertAccessibleAsync(agent);
        await Browser.PhotographAsync(agent, "agent-alert");

        // The pause is hers to press.
        await agent.Locator(".mine-foot button").ClickAsync();
        await Expect(agent.Locator("[data-chip=Paused]")).ToBeVisibleAsync();
        await call.HangUpAsync(limit.Token);
        await Expect(agent.Locator("table.calls")).ToContainTextAsync("03 23 10 09 02");
        await other.HangUpAsync(limit.Token);
    }

    [Fact]
    public async Task Advice_EditedByTheAdministrator_IsAVersionAndAccessible()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(6));
        await using ServerProcess server = await ServerProcess.StartAsync(limit.Token);
        IPage page = await browser.SignInAsync(server);
        await Browser.OpenAsync(page, "/admin/advice");
        ILocator distress = page.Locator("[data-category=Distress]");
        await Expect(distress.Locator("textarea")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("3114"));
        await Browser.AssertAccessibleAsync(page);
        await Browser.PhotographAsync(page, "advice");
        await distress.Locator("textarea").FillAsync("Restez en ligne.\nProposez le 3114.");
        await distress.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new System.Text.RegularExpressions.Regex("^Enregistrer") }).ClickAsync();
        await Expect(distress.Locator("[role=status]")).ToContainTextAsync("version 1");
        await page.ReloadAsync();
        await Browser.UntilInteractiveAsync(page);
        await Expect(distress).ToContainTextAsync("Version 1, par admin");
        ILocator history = distress.Locator("[aria-expanded]");
        await history.ClickAsync();
        await Expect(history).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(distress.Locator(".advice-history li")).ToHaveCountAsync(2);
        await Browser.AssertAccessibleAsync(page);
    }

    private static async Task AddAgentAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        using HttpClient api = server.CreateApiClient();
        object louise = new
        {
            userName = "louise",
            displayName = "Louise",
            password = Password,
            roles = new[] { "Agent" },
            agentNumber = Speech.Conversation("menace").Agent.Number,
        };
        using HttpResponseMessage made = await api.PostAsJsonAsync("/api/v1/users", louise, cancellationToken);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(cancellationToken));
    }
}
