using Supervision.Server.Data;
using Supervision.Server.Live;
using Supervision.Server.Security;
using Supervision.Server.Tests.Live;
using Supervision.Server.Tests.Web;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Tests.Data;

[Collection(ClusterGroup.Name)]
public sealed class CallRepositoryTests(KeptCallsFixture kept) : IClassFixture<KeptCallsFixture>
{
    private readonly CallRepository calls = new(kept.Database);
    private readonly CallId threat = kept.Threat;
    private readonly CallId other = kept.Other;
    private readonly AlarmId alarm = kept.Alarm;

    [Fact]
    public async Task SearchAsync_NoFilter_GivesEndedCallsNewestFirst()
    {
        CallPage page = await SearchAsync(new CallQuery());
        Assert.Equal([other, threat], page.Items.Select(i => i.Call.Id));
        Assert.Equal(2, page.Total);
        Assert.Equal(Samples.Call(threat, Samples.Morning) with { OpenAlarms = [alarm] }, page.Items[1].Call, SnapshotComparer);
        Assert.Equal([0, 1], page.Items.Select(i => i.AlarmCount));
        Assert.All(page.Items, i => Assert.Null(i.Excerpt));
    }

    [Theory]
    [InlineData("menace ecole", true)]
    [InlineData("menacer", true)]
    [InlineData("MENACÉ madame", true)]
    [InlineData("\"calmez vous\"", true)]
    [InlineData("menace -école", false)]
    [InlineData("perroquet", false)]
    [InlineData("naissance or menace", true)]
    [InlineData("' & | ! <-> (", false)]
    public async Task SearchAsync_Words_AreFoundAcrossTheCallWithoutMindingAccentsOrForms(string words, bool isFound)
    {
        CallPage page = await SearchAsync(new CallQuery { Words = words });
        Assert.Equal(isFound, page.Items.Any(i => i.Call.Id == threat));
    }

    [Fact]
    public async Task SearchAsync_Words_ExcerptMarksTheMatch()
    {
        CallPage page = await SearchAsync(new CallQuery { Words = "menace" });
        Assert.Contains("\u2068menacé\u2069", Assert.Single(page.Items).Excerpt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("06 12 34", true)]
    [InlineData("+33 6 12 34 56 78", true)]
    [InlineData("5678", true)]
    [InlineData("02.99.88", false)]
    [InlineData("%", false)]
    [InlineData("_", false)]
    public async Task SearchAsync_Number_IsReadAsPeopleWriteIt(string number, bool isFound)
    {
        CallPage page = await SearchAsync(new CallQuery { Number = number });
        Assert.Equal(isFound, page.Items.Any(i => i.Call.Id == threat));
    }

    [Fact]
    public async Task SearchAsync_InternationalForm_FindsANationalNumber() =>
        Assert.Equal(other, Assert.Single((await SearchAsync(new CallQuery { Number = "+33299887766" })).Items).Call.Id);

    [Theory]
    [InlineData("4021")]
    [InlineData("heloise")]
    [InlineData("HÉLO")]
    public async Task SearchAsync_Agent_ByNumberOrNameWithoutAccents(string agent) =>
        Assert.Equal(threat, Assert.Single((await SearchAsync(new CallQuery { Agent = agent })).Items).Call.Id);

    [Fact]
    public async Task SearchAsync_Dates_AreFromInclusiveToExclusive()
    {
        Assert.Equal(threat, Assert.Single((await SearchAsync(new CallQuery { From = Samples.Morning, To = Samples.Morning.AddHours(1) })).Items).Call.Id);
        Assert.Empty((await SearchAsync(new CallQuery { From = Samples.Morning.AddHours(2) })).Items);
    }

    [Fact]
    public async Task SearchAsync_SecondPage_KeepsTheTotal()
    {
        CallPage page = await SearchAsync(new CallQuery { Page = 2, PageSize = 1 });
        Assert.Equal(threat, Assert.Single(page.Items).Call.Id);
        Assert.Equal(2, page.Total);
        CallPage beyond = await SearchAsync(new CallQuery { Page = int.MaxValue, PageSize = 200 });
        Assert.Empty(beyond.Items);
        Assert.Equal(2, beyond.Total);
    }

    [Fact]
    public async Task GetAsync_Call_HasTranscriptAlarmsAndEvents()
    {
        CallDetails details = (await calls.GetAsync(threat, CallScope.All, CancellationToken.None))!;
        Assert.Equal(["mairie bonjour", "vous m'avez menacé à l'école", "calmez vous madame"], details.Transcript.Select(u => u.Text));
        Assert.Equal(new Word("vous", 2000, 2300, 0.5f), Assert.Single(details.Transcript[1].Words));
        Assert.Equal(Samples.Alarm(threat, alarm, 1, AlarmState.Raised).Reasons, Assert.Single(details.Alarms).Reasons);
        Assert.Equal([new CallTimelineEvent("key", 700, "#")], details.Events);
        Assert.Equal(90_000, details.DurationMs);
    }

    [Fact]
    public async Task GetAgentNumbersAsync_EndedCalls_AreKnownByTheirNumber()
    {
        var unknown = CallId.New(TimeProvider.System);
        IReadOnlyDictionary<CallId, string?> numbers = await calls.GetAgentNumbersAsync([threat, other, unknown], CancellationToken.None);
        Assert.Equal(["4021", "4022"], numbers.OrderBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => pair.Value));
        Assert.Equal("4021", numbers[threat]);
    }

    [Fact]
    public async Task Archive_Agent_SeesHerOwnCallsOnly()
    {
        CallArchive hers = Archive(new FakeUser("heloise", SeesAllCalls: false, "4021"));
        Assert.Equal(threat, Assert.Single((await hers.SearchAsync(new CallQuery(), CancellationToken.None)).Items).Call.Id);
        Assert.NotNull(await hers.GetAsync(threat, CancellationToken.None));
        Assert.Null(await hers.GetAsync(other, CancellationToken.None));
        CallArchive numberless = Archive(new FakeUser("stagiaire", SeesAllCalls: false, null));
        Assert.Empty((await numberless.SearchAsync(new CallQuery(), CancellationToken.None)).Items);
        Assert.Null(await numberless.GetAsync(threat, CancellationToken.None));
        CallArchive nobody = Archive(new FakeUser(null, SeesAllCalls: true, null));
        Assert.Empty((await nobody.SearchAsync(new CallQuery(), CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Archive_DatabaseAway_SaysSoInFrench()
    {
        await using var away = new Database();
        away.MarkUnavailable("stopped");
        var archive = new CallArchive(new CallRepository(away), kept.Recordings, new LiveCallDetails(new FakeCalls()), new FakeUser("s", SeesAllCalls: true, null));
        DatabaseUnavailableException e = await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => archive.SearchAsync(new CallQuery(), CancellationToken.None));
        Assert.StartsWith("base de données indisponible", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_LiveCallWithoutARow_IsToldByItsGrainToThoseWhoMaySeeIt()
    {
        await using var away = new Database();
        away.MarkUnavailable("stopped");
        await using var house = new LiveHouse();
        CallId live = (await house.StartCallAsync()).Id;
        var grains = new LiveCallDetails(house.Directory);

        var supervisor = new CallArchive(new CallRepository(away), kept.Recordings, grains, new FakeUser("s", SeesAllCalls: true, null));
        var stranger = new CallArchive(new CallRepository(away), kept.Recordings, grains, new FakeUser("a", SeesAllCalls: false, "999"));

        Assert.Equal(live, (await supervisor.GetAsync(live, CancellationToken.None))!.Call.Id);
        Assert.Null(await stranger.GetAsync(live, CancellationToken.None));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => supervisor.GetAsync(CallId.New(house.Time), CancellationToken.None));
    }

    [Fact]
    public async Task CountSinceAsync_CountsLiveAndEnded() =>
        Assert.Equal(2, await calls.CountSinceAsync(Samples.Morning.AddMinutes(1), CancellationToken.None));

    [Fact]
    public async Task GetOpenAsync_GivesWhatTheGrainIsGivenBack() =>
        Assert.Equal(alarm, Assert.Single(await new AlarmRepository(kept.Database).GetOpenAsync(CancellationToken.None)).Id);

    private Task<CallPage> SearchAsync(CallQuery query) => calls.SearchAsync(query, CallScope.All, CancellationToken.None);

    private CallArchive Archive(FakeUser user) => new(calls, kept.Recordings, new LiveCallDetails(new FakeCalls()), user);

    private static bool SnapshotComparer(CallSnapshot a, CallSnapshot b) =>
        a.Lanes.SequenceEqual(b.Lanes) && a.OpenAlarms.SequenceEqual(b.OpenAlarms)
        && a with { Lanes = b.Lanes, OpenAlarms = b.OpenAlarms } == b;

    private sealed record FakeUser(string? Name, bool SeesAllCalls, string? AgentNumber) : ICurrentUser;
}
