using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Grains.Rules;
using Supervision.Server.Security;
using Supervision.Server.Tests.Web;
using Supervision.Server.Words;

namespace Supervision.Server.Tests.Words;

public sealed class WordListsApiTests : IAsyncLifetime
{
    private readonly TestConsole console = new();

    public Task InitializeAsync() => console.InitializeAsync();

    public Task DisposeAsync() => console.DisposeAsync();

    [Theory]
    [InlineData(Roles.Administrator, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData(Roles.Supervisor, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Agent, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(Roles.PoliceDesk, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task Endpoints_ByRole_SupervisorsReadAdministratorsChange(string role, HttpStatusCode reading, HttpStatusCode changing)
    {
        using HttpClient client = console.Program(role, role == Roles.Agent ? "201" : null);

        Assert.Equal(reading, (await client.GetAsync(At(""))).StatusCode);
        Assert.Equal(reading, (await client.GetAsync(At("/versions/0"))).StatusCode);
        Assert.Equal(reading, (await client.GetAsync(At("/diff?from=0&to=0"))).StatusCode);
        Assert.Equal(reading, (await client.PostAsJsonAsync(At("/try"), new { sentence = "bonjour" })).StatusCode);
        Assert.Equal(changing, (await client.PutAsJsonAsync(At("/draft"), new { text = "insult notice: fripouille", revision = 0 })).StatusCode);
        Assert.Equal(changing, (await client.PostAsJsonAsync(At("/publish"), new { revision = 1, comment = "essai" })).StatusCode);
        Assert.Equal(changing, (await client.PostAsJsonAsync(At("/versions/0/restore"), new { comment = "retour" })).StatusCode);
        HttpStatusCode noDraft = changing == HttpStatusCode.OK ? HttpStatusCode.Conflict : changing;
        Assert.Equal(noDraft, (await client.DeleteAsync(At("/draft?revision=1"))).StatusCode);
    }

    [Theory]
    [InlineData("admin", HttpStatusCode.OK)]
    [InlineData("claire", HttpStatusCode.OK)]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    public async Task Page_ByRole_IsSupervisorsAndAdministrators(string userName, HttpStatusCode expected)
    {
        using HttpClient browser = await console.SignedInAsync(userName);

        using HttpResponseMessage page = await browser.GetAsync(new Uri("/admin/words", UriKind.Relative));

        Assert.Equal(expected, page.StatusCode);
    }

    [Fact]
    public async Task Draft_PublishedThenRestored_IsInEffectAtOnceAndLogged()
    {
        using HttpClient admin = console.Program(Roles.Administrator);
        LiveWordList live = console.Services.GetRequiredService<LiveWordList>();
        await admin.PutAsJsonAsync(At("/draft"), new { text = "insult notice: fripouille", revision = 0 });
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsJsonAsync(At("/publish"), new { revision = 1, comment = " " })).StatusCode);

        using HttpResponseMessage published = await admin.PostAsJsonAsync(At("/publish"), new { revision = 1, comment = "Mot du maire" });

        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.StartsWith("alarm-words/v1 (", live.Current.Version, StringComparison.Ordinal);
        Assert.Contains(console.Accounts.Log, entry => entry is { Action: WordListService.PublishedAction, Reason: "v1" });

        await admin.PostAsJsonAsync(At("/versions/0/restore"), new { comment = "Retour à la liste fournie" });

        Assert.StartsWith("alarm-words/v2 (", live.Current.Version, StringComparison.Ordinal);
        Assert.True(live.Current.PhraseCount >= 100);
        JsonElement state = await admin.GetFromJsonAsync<JsonElement>(At(""));
        Assert.Equal(2, state.GetProperty("current").GetProperty("number").GetInt32());
        Assert.Equal([2, 1, 0], state.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("number").GetInt32()));
        Assert.Equal("insult notice: fripouille", await admin.GetStringAsync(At("/versions/1")));
    }

    [Fact]
    public async Task Draft_WithMistakes_IsKeptAndNotPublished()
    {
        using HttpClient admin = console.Program(Roles.Administrator);

        using HttpResponseMessage saved = await admin.PutAsJsonAsync(At("/draft"), new { text = "insult notice: a\ninsult grave: b", revision = 0 });
        JsonElement mistake = (await saved.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("mistakes")[0];

        Assert.Equal((2, "Severity"), (mistake.GetProperty("number").GetInt32(), mistake.GetProperty("fault").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsJsonAsync(At("/publish"), new { revision = 1, comment = "essai" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PutAsJsonAsync(At("/draft"), new { text = "x", revision = 7 })).StatusCode);
        Assert.Empty(console.WordLists.Versions);
    }

    [Fact]
    public async Task Try_Sentence_SaysWhatWhyAndWhichList()
    {
        using HttpClient supervisor = console.Program(Roles.Supervisor);

        using HttpResponseMessage answer = await supervisor.PostAsJsonAsync(At("/try"), new { sentence = "il m'a dit je vais te tuer" });
        JsonElement hit = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("hits")[0];

        Assert.Equal("DeathThreat Critical Serious Reported", string.Join(
            ' ', hit.GetProperty("category").GetString(), hit.GetProperty("listSeverity").GetString(), hit.GetProperty("severity").GetString(), hit.GetProperty("lowered").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await supervisor.PostAsJsonAsync(At("/try"), new { sentence = "x", list = "menace: y" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await supervisor.PostAsJsonAsync(At("/try"), new { sentence = new string('x', 3000) })).StatusCode);
    }

    [Fact]
    public async Task Get_DatabaseAway_TellsTheListInEffect()
    {
        console.WordLists.IsAway = true;
        using HttpClient supervisor = console.Program(Roles.Supervisor);

        JsonElement state = await supervisor.GetFromJsonAsync<JsonElement>(At(""));

        Assert.True(state.GetProperty("isDatabaseAway").GetBoolean());
        Assert.Equal(0, state.GetProperty("current").GetProperty("number").GetInt32());
    }

    private static Uri At(string path) => new($"/api/v1/word-lists{path}", UriKind.Relative);
}
