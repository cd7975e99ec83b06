using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Supervision.Client.Services;
using Supervision.Grains.Alarms;
using Supervision.Server.Agents;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Tests.Agents;

/// <summary>Who gets which page, and the help key.</summary>
public sealed class AgentsApiTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Help_LiveCall_RaisesOneCriticalAlarmHoweverOftenPressed()
    {
        CallSnapshot call = console.Calls.Add("311", isLive: true, TimeProvider.System);
        console.Calls.Add("312", isLive: true, TimeProvider.System);
        using HttpClient agent = console.Program(Roles.Agent, "311");
        using HttpResponseMessage first = await HelpAsync(agent);
        using HttpResponseMessage second = await HelpAsync(agent);

        JsonElement answer = await first.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(call.Id.Value, answer.GetProperty("callId").GetGuid());
        Assert.True(answer.GetProperty("isCallLive").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        AlarmReport report = Assert.Single(console.Calls.Reports, report => report.CallId == call.Id);
        Assert.Equal((AlarmCategory.HelpRequested, AlarmSeverity.Critical, HelpDesk.Rule, Lane.Agent),
            (report.Category, report.Severity, report.Reason.Rule, report.Reason.Lane));

        console.PressTime.Advance(HelpPresses.OnePress);
        using HttpResponseMessage later = await HelpAsync(agent);
        Assert.Equal(2, console.Calls.Reports.Count(report => report.CallId == call.Id));
    }

    [Fact]
    public async Task Help_CallThatHasJustEnded_IsAboutThatCall()
    {
        CallSnapshot call = console.Calls.Add("321", isLive: false, TimeProvider.System);
        console.Calls.Ended[call.Id] = call with { EndedAt = TimeProvider.System.GetUtcNow().AddMinutes(-1) };
        using HttpClient agent = console.Program(Roles.Agent, "321");
        using HttpResponseMessage answer = await HelpAsync(agent);

        Assert.False((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("isCallLive").GetBoolean());
        Assert.Contains(console.Calls.Reports, report => report.CallId == call.Id);
    }

    [Theory]
    [InlineData(Roles.Agent, null)]
    [InlineData(Roles.Agent, "331")]
    [InlineData(Roles.Supervisor, "331")]
    public async Task Help_NoCallOfHers_Is409(string role, string? number)
    {
        CallSnapshot old = console.Calls.Add("331", isLive: false, TimeProvider.System);
        console.Calls.Ended[old.Id] = old with { EndedAt = TimeProvider.System.GetUtcNow() - HelpDesk.AfterCall - TimeSpan.FromMinutes(1) };
        using HttpClient client = console.Program(role, number);
        using HttpResponseMessage answer = await HelpAsync(client);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Theory]
    [InlineData(Roles.Supervisor)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.PoliceDesk)]
    public async Task Help_WhoTakesNoCalls_Is403(string role)
    {
        using HttpClient client = console.Program(role);
        using HttpResponseMessage answer = await HelpAsync(client);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("agent", "/agent", HttpStatusCode.OK)]
    [InlineData("agent", "/", HttpStatusCode.Redirect)]
    [InlineData("agent", "/admin/advice", HttpStatusCode.Forbidden)]
    [InlineData("agent", "/admin/accounts", HttpStatusCode.Forbidden)]
    [InlineData("agent", "/admin/health", HttpStatusCode.Forbidden)]
    [InlineData("claire", "/agent", HttpStatusCode.Forbidden)]
    [InlineData("claire", "/admin/advice", HttpStatusCode.Forbidden)]
    [InlineData("claire", "/admin/accounts", HttpStatusCode.Forbidden)]
    [InlineData("claire", "/", HttpStatusCode.OK)]
    [InlineData("admin", "/agent", HttpStatusCode.Forbidden)]
    [InlineData("admin", "/admin/advice", HttpStatusCode.OK)]
    [InlineData("admin", "/admin/accounts", HttpStatusCode.OK)]
    public async Task Page_ByRole_OpensOrNot(string user, string address, HttpStatusCode expected)
    {
        using HttpClient browser = await console.SignedInAsync(user);
        using HttpResponseMessage answer = await browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task AgentPage_OthersCallsLive_ShowsOnlyHers()
    {
        CallSnapshot own = console.Calls.Add("201", isLive: true, TimeProvider.System);
        console.Calls.Live[own.Id] = own with { Caller = new Party("0323100201", null) };
        CallSnapshot other = console.Calls.Add("399", isLive: true, TimeProvider.System);
        console.Calls.Live[other.Id] = other with { Caller = new Party("0323100399", null) };
        using HttpClient browser = await console.SignedInAsync("agent");
        string page = await browser.GetStringAsync(new Uri("/agent", UriKind.Relative));

        Assert.Contains("data-call", page, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Id.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain("03&#x202F;23&#x202F;10&#x202F;03&#x202F;99", page, StringComparison.Ordinal);
        console.Calls.Live.TryRemove(own.Id, out _);
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void DefaultAdvice_EveryCategory_HasWordsAndTheNumbersThatSaveLives(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Assert.All(Enum.GetValues<AlarmCategory>(), category => Assert.True(DefaultAdvice.Of(category).Text.Split('\n').Length >= 3, $"{category}"));
        Assert.All(["3114", "15", "112", "114"], number => Assert.Contains(number, DefaultAdvice.Of(AlarmCategory.Distress).Text, StringComparison.Ordinal));
        Assert.Contains("17", DefaultAdvice.Of(AlarmCategory.DeathThreat).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultAdvice_EnglishReader_EnglishLineByLineUntilTheTownHasItsOwnWords()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");
        IReadOnlyList<Advice> french = DefaultAdvice.All;
        Advice saved = DefaultAdvice.Of(AlarmCategory.Threat) with { Version = 3, EditedBy = "admin", EditedAt = DateTimeOffset.UnixEpoch };
        Advice town = saved with { Text = "Appelez le poste 12." };
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        IReadOnlyList<Advice> english = DefaultAdvice.All;

        Assert.Equal(french.Select(Lines), english.Select(Lines));
        Assert.All(french.Zip(english), pair => Assert.NotEqual(pair.First.Text, pair.Second.Text));
        Assert.Equal((DefaultAdvice.Of(AlarmCategory.Threat).Text, 3), (DefaultAdvice.Shown(saved).Text, DefaultAdvice.Shown(saved).Version));
        Assert.Same(town, DefaultAdvice.Shown(town));
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        Assert.Same(french, DefaultAdvice.All);

        static int Lines(Advice advice) => advice.Text.Split('\n').Length;
    }

    private static Task<HttpResponseMessage> HelpAsync(HttpClient client) => client.PostAsync(new Uri("/api/v1/me/help", UriKind.Relative), null);
}
