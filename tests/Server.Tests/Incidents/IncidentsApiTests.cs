using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Grains.Incidents;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Tests.Incidents;

/// <summary>The incidents' addresses, and what the role of the desk may see and do anywhere. No database.</summary>
public sealed class IncidentsApiTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly TimeProvider Time = TimeProvider.System;

    private IIncidentGrain Grain => console.Services.GetRequiredService<IIncidentGrain>();

    [Theory]
    [InlineData(Roles.PoliceDesk, HttpStatusCode.OK)]
    [InlineData(Roles.Supervisor, HttpStatusCode.OK)]
    [InlineData(Roles.Administrator, HttpStatusCode.OK)]
    [InlineData(Roles.Agent, HttpStatusCode.Forbidden)]
    public async Task Incidents_ByRole_DeskOnly(string role, HttpStatusCode expected)
    {
        Incident incident = await OpenAsync();
        using HttpClient client = console.Program(role, "201");

        Assert.Equal(expected, (await client.GetAsync(At("incidents"))).StatusCode);
        Assert.Equal(expected, (await client.GetAsync(At($"incidents/{incident.Id}"))).StatusCode);
        Assert.Equal(expected, (await client.PostAsync(At($"incidents/{incident.Id}/take"), null)).StatusCode);
        Assert.Equal(expected, (await client.PostAsJsonAsync(At($"incidents/{incident.Id}/notes"), new { text = "vu" })).StatusCode);
        Assert.Equal(expected, (await client.PostAsJsonAsync(At($"incidents/{incident.Id}/close"), new { outcome = "FalseAlarm" })).StatusCode);
        Assert.Equal(expected, (await client.PostAsJsonAsync(At($"incidents/{incident.Id}/reopen"), new { reason = "rappel" })).StatusCode);
    }

    [Theory]
    [InlineData("users", HttpStatusCode.Forbidden)]
    [InlineData("tokens", HttpStatusCode.Forbidden)]
    [InlineData("calls?state=live", HttpStatusCode.OK)]
    [InlineData("search?q=menace", HttpStatusCode.OK)]
    [InlineData("alarms", HttpStatusCode.Forbidden)]
    [InlineData("me", HttpStatusCode.OK)]
    public async Task Desk_OtherAddresses_AsItsRoleAllows(string address, HttpStatusCode expected)
    {
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        Assert.Equal(expected, (await desk.GetAsync(At(address))).StatusCode);
    }

    [Fact]
    public async Task Desk_Calls_AttachedOnesOnlyAndTheirSound()
    {
        Incident incident = await OpenAsync();
        CallId attached = incident.Calls[0].CallId;
        CallSnapshot other = console.Calls.Add("202", isLive: true, Time);
        CallSnapshot ended = console.Calls.Add("202", isLive: false, Time);
        CallSnapshot old = console.Calls.Add("202", isLive: false, Time);
        console.Recordings.Calls.Add(ended.Id);
        console.Recordings.Calls.Add(old.Id);
        await ActAsync(incident.Id, new AttachCall(new IncidentCall(old.Id, null, null, Time.GetUtcNow(), default, null)));
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        string live = await desk.GetStringAsync(At("calls?state=live"));
        string found = await desk.GetStringAsync(At("search?q=menace"));

        Assert.Contains(attached.ToString(), live, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Id.ToString(), live, StringComparison.Ordinal);
        Assert.Contains(old.Id.ToString(), found, StringComparison.Ordinal);
        Assert.DoesNotContain(ended.Id.ToString(), found, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(At($"calls/{attached}"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(At($"calls/{attached}/transcript"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(At($"calls/{old.Id}/recording.wav?purpose=incident"))).StatusCode);
        Assert.Single(console.Accounts.Log, entry => entry.CallId == old.Id && entry is { Action: AccessActions.Listen, Reason: "incident" });
        foreach (string address in new[] { $"calls/{other.Id}", $"calls/{ended.Id}/transcript", $"calls/{ended.Id}/recording.wav", $"calls/{ended.Id}/peaks" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(At(address))).StatusCode);
        }
    }

    [Fact]
    public async Task Desk_ActsOnCallsAndAlarms_Forbidden()
    {
        Incident incident = await OpenAsync();
        Alarm alarm = console.Calls.AddAlarm(incident.Calls[0].CallId, Time);
        using HttpClient desk = console.Program(Roles.PoliceDesk);

        foreach (string act in new[] { "pause", "resume", "refuse" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await desk.PostAsync(At($"calls/{incident.Calls[0].CallId}/recording/{act}"), null)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await desk.PostAsync(At($"alarms/{alarm.Id}/acknowledge"), null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.PostAsJsonAsync(At($"alarms/{alarm.Id}/resolve"), new { outcome = "FalseAlarm" })).StatusCode);
    }

    [Fact]
    public async Task AgentAtTheDesk_RecordingOfAnAttachedCall_IsNotHers()
    {
        Incident incident = await OpenAsync();
        string secret = TokenSecret.New();
        console.Accounts.Tokens.Add(TokenService.Build(
            new NewToken("both", [Roles.Agent, Roles.PoliceDesk], "299"), secret, console.Accounts.Get("admin").Id, "admin", Time));
        using HttpClient both = console.Anonymous();
        both.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", secret);

        Assert.Equal(HttpStatusCode.OK, (await both.GetAsync(At($"calls/{incident.Calls[0].CallId}"))).StatusCode);
        using HttpResponseMessage pause = await both.PostAsync(At($"calls/{incident.Calls[0].CallId}/recording/pause"), null);
        Assert.Equal(HttpStatusCode.Conflict, pause.StatusCode);
        Assert.DoesNotContain(console.Calls.Acts, act => act.Contains("token:both", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/desk", HttpStatusCode.OK)]
    [InlineData("/calls", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/admin/health", HttpStatusCode.Forbidden)]
    [InlineData("/admin/accounts", HttpStatusCode.Forbidden)]
    public async Task DeskPages_ByRole(string address, HttpStatusCode expected)
    {
        using HttpClient browser = await SignInDeskAsync();
        Assert.Equal(expected, (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    [InlineData("claire", HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.OK)]
    public async Task DeskPage_OthersAsTheirRoleAllows(string user, HttpStatusCode expected)
    {
        Incident incident = await OpenAsync();
        using HttpClient browser = await console.SignedInAsync(user);
        Assert.Equal(expected, (await browser.GetAsync(new Uri("/desk", UriKind.Relative))).StatusCode);
        Assert.Equal(expected, (await browser.GetAsync(new Uri($"/desk/{incident.Id}", UriKind.Relative))).StatusCode);
        Assert.Equal(expected, (await browser.GetAsync(new Uri("/desk/closed", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task SignIn_Desk_BeginsAtTheDesk()
    {
        await SignInDeskAsync();
        using HttpClient browser = console.Browser();
        using HttpResponseMessage answer = await TestConsole.PostLoginAsync(browser, "police", TestConsole.Password);
        Assert.Equal("/desk", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Acts_OneAfterTheOther_KeptWithWhoAndConflictsSaidPlainly()
    {
        Incident incident = await OpenAsync();
        CallSnapshot further = console.Calls.Add("203", isLive: true, Time);
        console.Calls.Live[further.Id] = further with { Caller = new Party("0755555555", null) };
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        using HttpClient supervisor = console.Program(Roles.Supervisor);

        Assert.Equal("InProgress", await StateAsync(await supervisor.PostAsync(At($"incidents/{incident.Id}/take"), null)));
        await RefusedAsync(desk.PostAsync(At($"incidents/{incident.Id}/take"), null), HttpStatusCode.Conflict, "Somebody else has the incident.");
        await RefusedAsync(
            desk.PostAsJsonAsync(At($"incidents/{incident.Id}/attach"), new { callId = further.Id }), HttpStatusCode.NotFound, "There is no such call");
        Assert.Equal(HttpStatusCode.OK, (await supervisor.PostAsJsonAsync(At($"incidents/{incident.Id}/attach"), new { callId = further.Id })).StatusCode);
        await RefusedAsync(
            supervisor.PostAsJsonAsync(At($"incidents/{incident.Id}/attach"), new { callId = further.Id }), HttpStatusCode.Conflict, "attached already");
        Assert.Single(console.Accounts.Log, entry => entry.Action == AccessActions.AttachToIncident && entry.CallId == further.Id);
        Assert.Equal("HandedOver", await StateAsync(await supervisor.PostAsJsonAsync(
            At($"incidents/{incident.Id}/hand-over"), new { role = "PoliceDesk", note = "à vous" })));
        Assert.Equal("InProgress", await StateAsync(await desk.PostAsync(At($"incidents/{incident.Id}/take"), null)));
        Assert.Equal("Closed", await StateAsync(await desk.PostAsJsonAsync(
            At($"incidents/{incident.Id}/close"), new { outcome = "Transmitted", recipient = "Gendarmerie" })));
        await RefusedAsync(
            desk.PostAsJsonAsync(At($"incidents/{incident.Id}/notes"), new { text = "x" }), HttpStatusCode.Conflict, "The incident is closed");
        Assert.Equal("New", await StateAsync(await desk.PostAsJsonAsync(At($"incidents/{incident.Id}/reopen"), new { reason = "il rappelle" })));

        Incident kept = (await Grain.FindAsync(incident.Id, default))!;
        Assert.Equal(
            [null, "token:test-Supervisor", "token:test-Supervisor", "token:test-Supervisor", "token:test-PoliceDesk", "token:test-PoliceDesk", "token:test-PoliceDesk"],
            kept.Steps.Where(step => step.Kind != IncidentStepKind.AlarmAttached).Select(step => step.By));
    }

    [Theory]
    [InlineData(Roles.PoliceDesk, HttpStatusCode.OK)]
    [InlineData(Roles.Supervisor, HttpStatusCode.OK)]
    [InlineData(Roles.Administrator, HttpStatusCode.OK)]
    [InlineData(Roles.Agent, HttpStatusCode.Forbidden)]
    public async Task Detach_ByRole_AsAttaching(string role, HttpStatusCode expected)
    {
        Incident incident = await OpenAsync();
        CallSnapshot further = console.Calls.Add("205", isLive: true, Time);
        await ActAsync(incident.Id, new AttachCall(new IncidentCall(further.Id, "0755555555", null, Time.GetUtcNow(), default, null)));
        using HttpClient client = console.Program(role, "201");
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            At($"incidents/{incident.Id}/detach"), new { callId = further.Id, reason = "autre affaire" });

        Assert.Equal(expected, answer.StatusCode);
        bool isOut = expected == HttpStatusCode.OK;
        Incident kept = (await Grain.FindAsync(incident.Id, default))!;
        Assert.Equal(isOut ? 1 : 2, kept.Calls.Count);
        Assert.Equal(isOut, kept.Steps[^1] is { Kind: IncidentStepKind.CallDetached, Note: "autre affaire" } step && step.By == $"token:test-{role}");
        Assert.Equal(isOut ? 1 : 0, console.Accounts.Log.Count(entry => entry.Action == AccessActions.DetachFromIncident && entry.CallId == further.Id));
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        Assert.Equal(isOut ? HttpStatusCode.NotFound : HttpStatusCode.OK, (await desk.GetAsync(At($"calls/{further.Id}"))).StatusCode);
    }

    [Fact]
    public async Task Detach_CallWithAnOpenAlarm_KeepsAnIncidentOfItsOwn()
    {
        Incident incident = await OpenAsync();
        CallSnapshot further = console.Calls.Add("206", isLive: true, Time);
        Alarm raised = console.Calls.AddAlarm(further.Id, Time);
        Alarm alarm = raised with { EscalatedAt = Time.GetUtcNow() };
        Assert.True(console.Calls.Open.Replace(raised, alarm));
        await ActAsync(incident.Id, new AttachCall(new IncidentCall(further.Id, "0755555555", null, Time.GetUtcNow(), default, null)));
        Assert.Equal(incident.Id, (await Grain.ReportAsync(alarm, new IncidentCall(further.Id, null, null, Time.GetUtcNow(), default, null), default)).Id);
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        Assert.Equal(HttpStatusCode.OK, (await desk.PostAsJsonAsync(At($"incidents/{incident.Id}/detach"), new { callId = further.Id })).StatusCode);

        Incident own = Assert.Single((await Grain.GetOpenAsync(default)).Incidents, one => one.Calls.Any(call => call.CallId == further.Id));
        Assert.NotEqual(incident.Id, own.Id);
        Assert.Equal([alarm.Id], own.Alarms);
        Assert.Equal("0755555555", own.Calls[0].CallerNumber);
        await RefusedAsync(
            desk.PostAsJsonAsync(At($"incidents/{own.Id}/detach"), new { callId = further.Id }), HttpStatusCode.Conflict, "only call");
        await RefusedAsync(
            desk.PostAsJsonAsync(At($"incidents/{incident.Id}/detach"), new { callId = further.Id }), HttpStatusCode.Conflict, "not in the incident");
    }

    [Fact]
    public async Task Merge_TwoIncidents_OneGoesOn()
    {
        Incident first = await OpenAsync();
        Incident second = await OpenAsync();
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        using HttpResponseMessage merged = await desk.PostAsJsonAsync(At($"incidents/{second.Id}/merge"), new { into = first.Id, note = "même appelant" });
        JsonElement whole = await merged.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(first.Id.ToString(), whole.GetProperty("id").GetString());
        Assert.Equal(2, whole.GetProperty("calls").GetArrayLength());
        await RefusedAsync(
            desk.PostAsJsonAsync(At($"incidents/{second.Id}/reopen"), new { reason = "x" }), HttpStatusCode.Conflict, "joined to another");
    }

    [Fact]
    public async Task Open_ByHand_ACallThatSheMaySee()
    {
        CallSnapshot call = console.Calls.Add("204", isLive: true, Time);
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        await RefusedAsync(desk.PostAsJsonAsync(At("incidents"), new { callId = call.Id }), HttpStatusCode.NotFound, "no such call");
        using HttpResponseMessage opened = await supervisor.PostAsJsonAsync(
            At("incidents"), new { callId = call.Id, category = "Distress", severity = "Serious", note = "à suivre" });

        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(opened.Headers.Location)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(At($"calls/{call.Id}"))).StatusCode);
    }

    [Theory]
    [InlineData("hand-over", """{"note":"x"}""")]
    [InlineData("hand-over", """{"note":"x","user":"police","role":"PoliceDesk"}""")]
    [InlineData("hand-over", """{"note":" ","role":"PoliceDesk"}""")]
    [InlineData("close", """{"outcome":"Nothing"}""")]
    [InlineData("close", """{"outcome":"Transmitted"}""")]
    [InlineData("close", """{"outcome":"FalseAlarm","recipient":"Samu"}""")]
    [InlineData("close", """{"outcome":"Other"}""")]
    [InlineData("close", """{"outcome":"Transmitted","recipient":"Other"}""")]
    [InlineData("notes", """{"text":""}""")]
    [InlineData("notes", "{}")]
    [InlineData("detach", "{}")]
    [InlineData("reopen", """{"reason":"  "}""")]
    public async Task Act_WithoutWhatItNeeds_400(string act, string body)
    {
        Incident incident = await OpenAsync();
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.PostAsync(At($"incidents/{incident.Id}/{act}"), content)).StatusCode);
    }

    [Theory]
    [InlineData("incidents?state=lost")]
    [InlineData("incidents?page=0")]
    [InlineData("incidents?pageSize=900")]
    [InlineData("incidents?from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z")]
    public async Task List_WrongParameter_400(string address)
    {
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.GetAsync(At(address))).StatusCode);
    }

    [Theory]
    [InlineData("incidents/nothing", HttpStatusCode.NotFound)]
    [InlineData("incidents?state=closed", HttpStatusCode.ServiceUnavailable)]
    public async Task Get_NothingOrDatabaseAway_SaysSo(string address, HttpStatusCode expected)
    {
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        Assert.Equal(expected, (await desk.GetAsync(At(address))).StatusCode);
    }

    [Fact]
    public async Task Accounts_PoliceDesk_CanBeMade()
    {
        using HttpClient admin = console.Program(Roles.Administrator);
        using HttpResponseMessage made = await admin.PostAsJsonAsync(
            At("users"), new { userName = "brigade", password = TestConsole.Password, roles = new[] { Roles.PoliceDesk } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    [Fact]
    public async Task OpenApi_Incidents_IdsAndNumbersAreStrings()
    {
        using HttpClient admin = console.Program(Roles.Administrator);
        JsonElement document = await admin.GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative));

        Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/incidents/{id}/hand-over", out _));
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal("uuid", schemas.GetProperty("IncidentId").GetProperty("format").GetString());
        Assert.Contains("string", schemas.GetProperty("IncidentNumber").GetProperty("type").ToString(), StringComparison.Ordinal);
    }

    private static Uri At(string path) => new($"/api/v1/{path}", UriKind.Relative);

    private async Task<Incident> OpenAsync()
    {
        CallSnapshot call = console.Calls.Add("202", isLive: true, Time);
        Alarm alarm = new()
        {
            Id = AlarmId.New(Time),
            CallId = call.Id,
            Category = AlarmCategory.DeathThreat,
            Severity = AlarmSeverity.Critical,
            State = AlarmState.Raised,
            RaisedAt = Time.GetUtcNow(),
            Reasons = [],
            Revision = 1,
        };
        return await Grain.ReportAsync(alarm, new IncidentCall(call.Id, call.Caller.Number + "0", null, call.StartedAt, default, null), default);
    }

    private Task ActAsync(IncidentId id, IncidentAct act) => Grain.ActAsync(id, act, new IncidentActor("claire", false, true), default);

    private async Task<HttpClient> SignInDeskAsync()
    {
        if (await console.Accounts.FindByNameAsync("police", default) is null)
        {
            string hash = await console.Services.GetRequiredService<Passwords>().HashAsync(TestConsole.Password, default);
            console.Accounts.Add(AccountService.Build("police", "Police", hash, [Roles.PoliceDesk], null, Time));
        }

        return await console.SignedInAsync("police");
    }

    private static async Task<string?> StateAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString();
        }
    }

    private static async Task RefusedAsync(Task<HttpResponseMessage> asking, HttpStatusCode status, string sentence)
    {
        using HttpResponseMessage answer = await asking;
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(sentence, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
