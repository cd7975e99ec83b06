using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Supervision.Server.Api;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Tests.Api;

public sealed class AlarmsApiTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string[] Acts = ["acknowledge", "take-over", "escalate", "snooze", "resolve", "correct"];

    public static TheoryData<string, string?> Strangers => new()
    {
        { Roles.Agent, "201" },
        { Roles.PoliceDesk, null },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Handling_ByOtherRoles_403AndNothingChanges(string role, string? number)
    {
        Alarm alarm = Raise("201");
        using HttpClient stranger = console.Program(role, number);
        foreach (string act in Acts)
        {
            using HttpResponseMessage answer = await PostAsync(stranger, alarm.Id, act);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        foreach (string address in new[] { $"alarms/{alarm.Id}/steps", "alarms.csv", "alarms/training-windows.zip" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync(At(address))).StatusCode);
        }

        Assert.Contains(alarm, console.Calls.Open);
    }

    [Theory]
    [InlineData("alarms")]
    [InlineData("alarms/figures")]
    public async Task Lists_PoliceDesk_403(string address)
    {
        using HttpClient desk = console.Program(Roles.PoliceDesk);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync(At(address))).StatusCode);
    }

    [Theory]
    [InlineData("acknowledge")]
    [InlineData("take-over")]
    [InlineData("escalate")]
    [InlineData("snooze")]
    [InlineData("resolve")]
    [InlineData("correct")]
    public async Task Handling_NoSuchAlarm_404(string act)
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await PostAsync(supervisor, AlarmId.New(TimeProvider.System), act);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("take-over", "acknowledge it first")]
    [InlineData("snooze", "acknowledge it first")]
    [InlineData("correct", "still open")]
    public async Task Handling_RaisedAlarm_409SaysWhy(string act, string why)
    {
        Alarm alarm = Raise("201");
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await PostAsync(supervisor, alarm.Id, act);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(alarm, console.Calls.Open);
    }

    [Fact]
    public async Task Handling_ResolvedAlarm_409ButCorrected()
    {
        Alarm alarm = Raise("201");
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        (await PostAsync(supervisor, alarm.Id, "resolve")).EnsureSuccessStatusCode();
        foreach (string act in Acts[..^1])
        {
            Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(supervisor, alarm.Id, act)).StatusCode);
        }

        using HttpResponseMessage corrected = await PostAsync(supervisor, alarm.Id, "correct");
        Assert.Contains("\"outcome\":\"FalseAlarm\"", await corrected.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escalate_Twice_409TheSecondTime()
    {
        Alarm alarm = Raise("201");
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpResponseMessage bare = await supervisor.PostAsync(At($"alarms/{alarm.Id}/escalate"), null);

        Assert.True(bare.IsSuccessStatusCode, await bare.Content.ReadAsStringAsync());
        Assert.Contains("\"escalatedBy\":\"token:test-Supervisor\"", await bare.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(supervisor, alarm.Id, "escalate")).StatusCode);
    }

    [Theory]
    [InlineData("snooze", "{\"minutes\":2}")]
    [InlineData("snooze", "{}")]
    [InlineData("correct", "{\"outcome\":\"Confirmed\",\"reason\":\" \"}")]
    [InlineData("correct", "{\"outcome\":\"Confirmed\"}")]
    [InlineData("resolve", "{\"outcome\":\"Perhaps\"}")]
    [InlineData("resolve", "{\"outcome\":9}")]
    [InlineData("escalate", "{\"note\":7}")]
    [InlineData("escalate", "{")]
    public async Task Handling_WrongBody_400(string act, string body)
    {
        Alarm alarm = Raise("201");
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await supervisor.PostAsync(At($"alarms/{alarm.Id}/{act}"), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(alarm, console.Calls.Open);
    }

    [Fact]
    public async Task List_Filters_ReachTheRecordOrTheOpenOnes()
    {
        Alarm alarm = Raise("201");
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        (await supervisor.GetAsync(At("alarms?state=resolved&category=deathThreat&severity=Critical&outcome=falsealarm&escalated=true&page=3&pageSize=10")))
            .EnsureSuccessStatusCode();
        AlarmQuery asked = console.Calls.LastAlarmQuery!;
        Assert.Equal([AlarmState.Resolved], asked.States);
        Assert.Equal(
            (AlarmCategory.DeathThreat, AlarmSeverity.Critical, AlarmOutcome.FalseAlarm, true, 3, 10),
            (asked.Category, asked.Severity, asked.Outcome, asked.Escalated, asked.Page, asked.PageSize));

        JsonElement open = await supervisor.GetFromJsonAsync<JsonElement>(At("alarms?state=raised&pageSize=200"));
        JsonElement item = open.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("alarm").GetProperty("id").GetGuid() == alarm.Id.Value);
        Assert.Equal("0612345678", item.GetProperty("call").GetProperty("caller").GetProperty("number").GetString());
        Assert.Equal(open.GetProperty("items").GetArrayLength(), open.GetProperty("total").GetInt32());
        string none = await supervisor.GetStringAsync(At("alarms?state=raised&category=Weapon"));
        Assert.Equal("{\"items\":[],\"total\":0}", none);
    }

    [Theory]
    [InlineData("alarms?state=old")]
    [InlineData("alarms?category=Rain")]
    [InlineData("alarms?severity=2")]
    [InlineData("alarms?outcome=Perhaps")]
    [InlineData("alarms?page=0")]
    [InlineData("alarms?pageSize=201")]
    [InlineData("alarms?from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z")]
    [InlineData("alarms/figures?state=old")]
    [InlineData("alarms.csv?category=Rain")]
    public async Task Get_WrongParameter_400(string address)
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        Assert.Equal(HttpStatusCode.BadRequest, (await supervisor.GetAsync(At(address))).StatusCode);
    }

    [Fact]
    public async Task Figures_OfEverythingUnlessAsked()
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        string figures = await supervisor.GetStringAsync(At("alarms/figures"));

        Assert.Contains("\"confirmed\":1,\"falseAlarms\":1", figures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_Logged_RowsSafeForASpreadsheet()
    {
        Alarm alarm = Raise("201");
        console.Calls.Open.Remove(alarm);
        console.Calls.Closed.Add(alarm with { State = AlarmState.Resolved, Note = "=HYPERLINK(\"x\"); oui", Outcome = AlarmOutcome.Confirmed });
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        using HttpResponseMessage answer = await supervisor.GetAsync(At("alarms.csv?outcome=Confirmed"));
        string csv = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("\uFEFFid;call;raised_at", System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        string row = csv.Split("\r\n").Single(line => line.StartsWith(alarm.Id.ToString(), StringComparison.Ordinal));
        Assert.Contains(";\"'=HYPERLINK(\"\"x\"\"); oui\";", row, StringComparison.Ordinal);
        Assert.Contains(console.Accounts.Log, entry => entry.Action == AccessActions.ExportAlarms && entry.Reason == "?outcome=Confirmed");
        Assert.Equal(AlarmOutcome.Confirmed, console.Calls.LastAlarmQuery!.Outcome);
    }

    [Fact]
    public async Task TrainingWindows_Supervisor_403AndNoLog()
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.GetAsync(At("alarms/training-windows.zip"))).StatusCode);
        Assert.DoesNotContain(console.Accounts.Log, entry => entry.UserName == "token:test-Supervisor" && entry.Action == AccessActions.ExportTrainingWindows);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("+33612345678", "'+33612345678")]
    [InlineData("-1", "'-1")]
    public void Field_Text_IsOneCell(string? text, string expected) => Assert.Equal(expected, AlarmsCsv.Field(text));

    private static Uri At(string address) => new($"/api/v1/{address}", UriKind.Relative);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, AlarmId id, string act) => client.PostAsJsonAsync(
        At($"alarms/{id}/{act}"),
        new Dictionary<string, object>
        {
            ["minutes"] = 5,
            ["outcome"] = act == "correct" ? "FalseAlarm" : "Confirmed",
            ["reason"] = "erreur de saisie",
            ["note"] = "note",
        });

    private Alarm Raise(string agentNumber) =>
        console.Calls.AddAlarm(console.Calls.Add(agentNumber, isLive: true, TimeProvider.System).Id, TimeProvider.System);
}
