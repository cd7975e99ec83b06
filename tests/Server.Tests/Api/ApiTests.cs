using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Server.Tests.Api;

public sealed class ApiTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly TimeProvider Time = TimeProvider.System;

    [Fact]
    public async Task Calls_Live_AgentSeesOnlyHerOwn()
    {
        CallSnapshot own = console.Calls.Add("201", isLive: true, Time);
        CallSnapshot other = console.Calls.Add("202", isLive: true, Time);
        using HttpClient agent = console.Program(Roles.Agent, "201");
        using HttpClient supervisor = console.Program(Roles.Supervisor);

        string seen = await agent.GetStringAsync(At("calls?state=live"));
        string all = await supervisor.GetStringAsync(At("calls?state=live"));

        Assert.Contains(own.Id.ToString(), seen, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Id.ToString(), seen, StringComparison.Ordinal);
        Assert.Contains(other.Id.ToString(), all, StringComparison.Ordinal);
        Assert.Contains("\"source\":\"SipRec\"", all, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync(At($"calls/{other.Id}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.PostAsync(At($"calls/{other.Id}/recording/pause"), null)).StatusCode);
    }

    [Fact]
    public async Task Tension_OfACall_IsToldToWhoMaySeeTheCall()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: false, Time);
        CallSnapshot unmeasured = console.Calls.Add("201", isLive: false, Time);
        console.Calls.Tensions[call.Id] = new CallTension(call.Id, "aggression-1", 0.8f, 0.6f, [new TensionPoint(2000, 0.5f, TensionLevel.Tense)]);
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpClient other = console.Program(Roles.Agent, "202");

        string curve = await supervisor.GetStringAsync(At($"calls/{call.Id}/tension"));
        Assert.Contains("\"raiseThreshold\":0.8", curve, StringComparison.Ordinal);
        Assert.Contains("{\"atMs\":2000,\"tension\":0.5,\"level\":\"Tense\"}", curve, StringComparison.Ordinal);
        Assert.Contains("\"tension\":{", await supervisor.GetStringAsync(At($"calls/{call.Id}")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.GetAsync(At($"calls/{unmeasured.Id}/tension"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(At($"calls/{call.Id}/tension"))).StatusCode);
    }

    [Fact]
    public async Task Calls_Ended_FiltersReachTheArchive()
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);

        using HttpResponseMessage answer = await supervisor.GetAsync(
            At("calls?from=2026-11-01T00:00:00%2B01:00&to=2026-12-01T00:00:00Z&number=0612&agent=201&q=menace&page=2&pageSize=50"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            new CallQuery
            {
                From = new DateTimeOffset(2026, 10, 31, 23, 0, 0, TimeSpan.Zero),
                To = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero),
                Number = "0612",
                Agent = "201",
                Words = "menace",
                Page = 2,
                PageSize = 50,
            },
            console.Calls.LastQuery);
    }

    [Theory]
    [InlineData("calls?state=waiting")]
    [InlineData("calls?page=0")]
    [InlineData("calls?pageSize=201")]
    [InlineData("calls?from=yesterday")]
    [InlineData("calls?from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z")]
    [InlineData("search")]
    [InlineData("search?q=%20")]
    public async Task Get_WrongParameter_400Problem(string address)
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await supervisor.GetAsync(At(address));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("calls/not-an-id")]
    [InlineData("calls/0193b6a0-0000-7000-8000-000000000000")]
    [InlineData("calls/0193b6a0-0000-7000-8000-000000000000/recording.wav")]
    public async Task Get_NoSuchThing_404OrBad(string address)
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await supervisor.GetAsync(At(address));

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Recording_Range_ThatPartAndOneEntryInTheLog()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: false, Time);
        console.Recordings.Calls.Add(call.Id);
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpRequestMessage request = new(HttpMethod.Get, At($"calls/{call.Id}/recording.wav?purpose=plainte"));
        request.Headers.Range = new RangeHeaderValue(10, 19);
        using HttpResponseMessage part = await supervisor.SendAsync(request);
        using HttpResponseMessage whole = await supervisor.GetAsync(At($"calls/{call.Id}/recording.wav?purpose=plainte"));
        using HttpRequestMessage head = new(HttpMethod.Head, At($"calls/{call.Id}/recording.wav"));
        using HttpResponseMessage size = await supervisor.SendAsync(head);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes 10-19/1000", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(FakeRecordings.Wav[10..20], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(FakeRecordings.Wav, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal(1000, size.Content.Headers.ContentLength);
        AccessEntry[] entries = [.. console.Accounts.Log.Where(entry => entry.CallId == call.Id)];
        Assert.Equal(2, entries.Length);
        Assert.All(entries, entry => Assert.Equal((AccessActions.Listen, "plainte", "127.0.0.1"), (entry.Action, entry.Reason, entry.RemoteAddress)));
    }

    [Fact]
    public async Task Recording_AccessLogAway_NothingIsHeard()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: false, Time);
        console.Recordings.Calls.Add(call.Id);
        using HttpClient supervisor = await console.SignedInAsync("claire");
        supervisor.DefaultRequestHeaders.Accept.Clear();
        console.Accounts.IsAway = true;
        try
        {
            using HttpResponseMessage answer = await supervisor.GetAsync(At($"calls/{call.Id}/recording.wav"));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
        finally
        {
            console.Accounts.IsAway = false;
        }
    }

    [Fact]
    public async Task Peaks_Buckets_AsAsked()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: false, Time);
        console.Recordings.Calls.Add(call.Id);
        using HttpClient supervisor = console.Program(Roles.Supervisor);

        using JsonDocument peaks = JsonDocument.Parse(await supervisor.GetStringAsync(At($"calls/{call.Id}/peaks?buckets=7")));

        Assert.Equal(7, peaks.RootElement.GetProperty("lanes")[0].GetProperty("peaks").GetArrayLength());
        Assert.Equal("Caller", peaks.RootElement.GetProperty("lanes")[0].GetProperty("lane").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await supervisor.GetAsync(At($"calls/{call.Id}/peaks?buckets=0"))).StatusCode);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("refuse")]
    public async Task RecordingControl_LiveCall_ActsInTheUsersName(string act)
    {
        CallSnapshot call = console.Calls.Add("201", isLive: true, Time);
        using HttpClient agent = console.Program(Roles.Agent, "201");

        using HttpResponseMessage answer = await agent.PostAsync(At($"calls/{call.Id}/recording/{act}"), null);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains($"{act} by token:test-Agent", console.Calls.Acts);
        Assert.Contains(console.Accounts.Log, entry => entry.CallId == call.Id && entry.Action == $"recording-{act}");
    }

    [Fact]
    public async Task RecordingControl_EndedCall_409()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: false, Time);
        using HttpClient supervisor = console.Program(Roles.Supervisor);

        Assert.Equal(HttpStatusCode.Conflict, (await supervisor.PostAsync(At($"calls/{call.Id}/recording/pause"), null)).StatusCode);
    }

    [Fact]
    public async Task Alarms_AcknowledgeAndResolve_InTheUsersName()
    {
        CallSnapshot call = console.Calls.Add("202", isLive: true, Time);
        Alarm alarm = console.Calls.AddAlarm(call.Id, Time);
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpClient agent = console.Program(Roles.Agent, "201");

        Assert.Contains(alarm.Id.ToString(), await supervisor.GetStringAsync(At("alarms")), StringComparison.Ordinal);
        Assert.DoesNotContain(alarm.Id.ToString(), await agent.GetStringAsync(At("alarms")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsync(At($"alarms/{alarm.Id}/acknowledge"), null)).StatusCode);
        using HttpResponseMessage acknowledged = await supervisor.PostAsync(At($"alarms/{alarm.Id}/acknowledge"), null);
        Assert.Contains("\"acknowledgedBy\":\"token:test-Supervisor\"", await acknowledged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage bad = await supervisor.PostAsJsonAsync(At($"alarms/{alarm.Id}/resolve"), new { outcome = "Perhaps" });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        using HttpResponseMessage resolved = await supervisor.PostAsJsonAsync(
            At($"alarms/{alarm.Id}/resolve"), new { outcome = "FalseAlarm", note = "une chanson" });
        Assert.Contains("\"outcome\":\"FalseAlarm\"", await resolved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage again = await supervisor.PostAsJsonAsync(At($"alarms/{alarm.Id}/resolve"), new { outcome = "Confirmed" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Cookie_UnsafeCall_NeedsTheHeader()
    {
        CallSnapshot call = console.Calls.Add("201", isLive: true, Time);
        using HttpClient browser = await console.SignedInAsync("claire");

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(At($"calls/{call.Id}/recording/pause"), null)).StatusCode);

        browser.DefaultRequestHeaders.Add("X-Requested-With", "fetch");
        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync(At($"calls/{call.Id}/recording/pause"), null)).StatusCode);

        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(At($"calls/{call.Id}/recording/pause"), null)).StatusCode);
    }

    [Fact]
    public async Task Tokens_IssueUseRevoke()
    {
        using HttpClient administrator = console.Program(Roles.Administrator);
        using HttpResponseMessage issued = await administrator.PostAsJsonAsync(At("tokens"), new { name = "tableau", roles = new[] { "Supervisor" } });
        using JsonDocument body = JsonDocument.Parse(await issued.Content.ReadAsStringAsync());
        string secret = body.RootElement.GetProperty("secret").GetString()!;
        string id = body.RootElement.GetProperty("token").GetProperty("id").GetString()!;
        using HttpClient user = console.Anonymous();
        user.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);

        Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        Assert.Contains("token:tableau", await user.GetStringAsync(At("me")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await user.GetAsync(At("tokens"))).StatusCode);
        Assert.DoesNotContain(secret, await administrator.GetStringAsync(At("tokens")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await administrator.DeleteAsync(At($"tokens/{id}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.GetAsync(At("me"))).StatusCode);
    }

    [Fact]
    public async Task Token_DatabaseAway_503NotRefused()
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        console.Accounts.IsAway = true;
        try
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await supervisor.GetAsync(At("calls"))).StatusCode);
        }
        finally
        {
            console.Accounts.IsAway = false;
        }
    }

    [Fact]
    public async Task Users_CreateListReset()
    {
        using HttpClient administrator = console.Program(Roles.Administrator);
        using HttpResponseMessage created = await administrator.PostAsJsonAsync(
            At("users"), new { userName = "amina", displayName = "Amina", password = TestConsole.Password, roles = new[] { "Agent" }, agentNumber = "204" });
        string body = await created.Content.ReadAsStringAsync();
        using HttpResponseMessage twice = await administrator.PostAsJsonAsync(
            At("users"), new { userName = "amina", password = TestConsole.Password, roles = new[] { "Agent" } });

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.DoesNotContain("assword", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        using HttpResponseMessage reset = await administrator.PostAsJsonAsync(
            At($"users/{console.Accounts.Get("amina").Id}/password"), new { password = "un tout autre mot" });
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.GetAsync(At("users"))).StatusCode);
    }

    [Fact]
    public async Task Users_Unlock_TakesTheLockAway()
    {
        using HttpClient administrator = console.Program(Roles.Administrator);
        Account locked = console.Accounts.Add(AccountService.Build("jeanne", "Jeanne", "hash", [Roles.Agent], "207", Time) with
        {
            FailedCount = 5,
            LockedUntil = Time.GetUtcNow().AddMinutes(5),
        });
        using HttpResponseMessage answer = await administrator.PatchAsJsonAsync(At($"users/{locked.Id}"), new { unlock = true });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"lockedUntil\":null", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(console.Accounts.Get("jeanne").LockedUntil);
    }

    [Theory]
    [InlineData("{\"userName\":\"paul\"}")]
    [InlineData("{\"userName\":\"paul\",\"password\":null,\"roles\":[\"Agent\"]}")]
    [InlineData("{\"userName\":\"paul\"")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Users_BodyWithoutWhatItNeeds_400(string body)
    {
        using HttpClient administrator = console.Program(Roles.Administrator);
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await administrator.PostAsync(At("users"), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Me_ChangePassword_ThisSessionGoesOn()
    {
        using HttpClient browser = await console.SignedInAsync("claire");
        Account before = console.Accounts.Get("claire");
        browser.DefaultRequestHeaders.Add("X-Requested-With", "fetch");
        try
        {
            using HttpResponseMessage changed = await browser.PostAsJsonAsync(
                At("me/password"), new { currentPassword = TestConsole.Password, password = "un tout autre mot" });

            Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(At("me"))).StatusCode);
        }
        finally
        {
            console.Accounts.Add(before);
        }
    }

    [Fact]
    public async Task OpenApi_Document_NamesTheApiAndNothingElse()
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using JsonDocument document = JsonDocument.Parse(await supervisor.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        string[] paths = [.. document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name)];

        foreach (string path in new[]
        {
            "calls", "calls/{id}", "calls/{id}/transcript", "calls/{id}/tension", "calls/{id}/recording.wav", "calls/{id}/peaks", "calls/{id}/recording/pause",
            "alarms", "alarms/{id}", "alarms/{id}/steps", "alarms/figures", "alarms.csv", "alarms/training-windows.zip",
            "alarms/{id}/acknowledge", "alarms/{id}/take-over", "alarms/{id}/escalate", "alarms/{id}/snooze", "alarms/{id}/resolve", "alarms/{id}/correct",
            "search", "users", "tokens", "me",
        })
        {
            Assert.Contains($"/api/v1/{path}", paths);
        }

        Assert.Contains(
            document.RootElement.GetProperty("paths").GetProperty("/api/v1/calls").GetProperty("get").GetProperty("parameters").EnumerateArray(),
            parameter => parameter.GetProperty("name").GetString() == "pageSize" && parameter.GetProperty("schema").GetProperty("type").GetString() == "integer");
        Assert.All(paths, path => Assert.True(path == "/health" || path.StartsWith("/api/v1/", StringComparison.Ordinal), path));
        Assert.Equal("http", document.RootElement.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
    }

    private static Uri At(string address) => new($"/api/v1/{address}", UriKind.Relative);
}
