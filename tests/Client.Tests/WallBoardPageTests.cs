using Bunit;
using Supervision.Client.WallBoard;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;

namespace Supervision.Client.Tests;

public sealed class WallBoardPageTests : ScreenTest
{
    private readonly CallSnapshot _call = Samples.Call();

    private IRenderedComponent<WallBoardPage> Draw(int calls = 1, params Alarm[] alarms)
    {
        Live.Snapshot = new LiveSnapshot([.. Enumerable.Range(1, calls).Select(Samples.Call)], alarms, []);
        var page = Render<WallBoardPage>();
        page.WaitForAssertion(() => Assert.Equal(calls, page.FindAll("article.tile").Count));
        return page;
    }

    private static string[] Figures(IRenderedComponent<WallBoardPage> page) => [.. page.FindAll(".figure dd").Select(figure => figure.TextContent)];

    [Fact]
    public void Open_CallsCannotBeRead_SaysSoAndReadsThemAgain()
    {
        Live.Fault = new InvalidOperationException("away");
        Live.Snapshot = new LiveSnapshot([Samples.Call()], [], []);
        var page = Render<WallBoardPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=alert]")));
        Assert.Empty(page.FindAll(".board-empty"));

        // One timer takes ended calls away; the other is the pause before the next reading.
        Assert.True(SpinWait.SpinUntil(() => Clock.ArmedTimers == 2, TimeSpan.FromSeconds(60)));
        Live.Fault = null;
        Clock.Advance(TimeSpan.FromSeconds(3));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("article.tile")));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public void Acknowledge_OnTheColumn_CallsTheDeskAndShowsWhoTookIt()
    {
        Alarm alarm = Samples.Alarm(1, _call, AlarmSeverity.Critical);
        Desk.Answer = _ => Samples.Acknowledged(alarm);
        var page = Draw(1, alarm);
        page.Find(".alarm-actions .button-primary").Click();
        Assert.Equal([alarm.Id], Desk.Acknowledged);
        page.WaitForAssertion(() => Assert.Contains("par vous", page.Find(".alarm-taken").TextContent, StringComparison.Ordinal));
        Assert.Equal("Acknowledged", page.Find("article.tile").GetAttribute("data-alarm"));
    }

    [Fact]
    public void Acknowledge_AlreadyClosed_SaysSoAndTakesItAway()
    {
        var page = Draw(1, Samples.Alarm(1, _call));
        page.Find(".alarm-actions .button-primary").Click();
        page.WaitForAssertion(() => Assert.Contains("déjà été close", page.Find(".alarms [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("article.alarm"));
    }

    [Fact]
    public void Resolve_WithOutcome_CallsTheDesk()
    {
        Alarm alarm = Samples.Alarm(1, _call);
        Desk.Answer = _ => alarm with { State = AlarmState.Resolved, Revision = 2 };
        var page = Draw(1, alarm);
        page.Find("[data-key=c]").Click();
        page.Find("input[value=Confirmed]").Change("Confirmed");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article.alarm")));
        Assert.Equal([(alarm.Id, AlarmOutcome.Confirmed, null)], Desk.Resolved);
    }

    [Fact]
    public void AlarmRaised_FromTheFeed_IsListedAnnouncedAndCounted()
    {
        var page = Draw();
        Live.Say(new AlarmRaised(Samples.Alarm(1, _call, AlarmSeverity.Critical)));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("article.alarm")));
        Assert.Equal("Nouvelle alarme Critique : Menace, 06 12 34 56 78", Read(page.Find("[aria-live=assertive]").TextContent));
        Assert.Equal("", Read(page.Find("[aria-live=polite]").TextContent));
        Assert.Equal("1", Figures(page)[3]);
        Live.Say(new AlarmRaised(Samples.Alarm(2, _call, AlarmSeverity.Notice)));
        page.WaitForAssertion(() => Assert.Contains("À surveiller", page.Find("[aria-live=polite]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void News_SameAlarmTwiceThenEscalated_EachIsReadOnce()
    {
        Alarm alarm = Samples.Alarm(1, _call);
        var page = Draw();
        Live.Say(new AlarmRaised(alarm), new AlarmRaised(Samples.Alarm(2, _call)));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[aria-live=polite] p").Count));
        Live.Say(new AlarmRaised(alarm), new AlarmUpdated(alarm with { Revision = 2, EscalatedAt = alarm.RaisedAt }));
        page.WaitForAssertion(() => Assert.Equal(
            "Alarme escaladée, Grave : Menace, 06 12 34 56 78", Read(Assert.Single(page.FindAll("[aria-live=polite] p")).TextContent)));
    }

    [Fact]
    public void Refused_ByTheState_SaysWhyAndKeepsTheAlarm()
    {
        Desk.Answer = _ => throw new AlarmRefusedException(AlarmRefusal.TakenByAnother);
        var page = Draw(1, Samples.Alarm(1, _call));
        page.Find("[data-key=p]").Click();
        page.WaitForAssertion(() => Assert.Contains("déjà prise en charge", page.Find(".alarms [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll("article.alarm"));
    }

    [Fact]
    public void Render_SeveralAlarms_BySeverityThenUntakenThenAgeAndSnoozedLast()
    {
        Alarm old = Samples.Alarm(1, _call);
        Alarm critical = Samples.Alarm(2, _call, AlarmSeverity.Critical);
        Alarm taken = Samples.Acknowledged(Samples.Alarm(3, _call, AlarmSeverity.Critical));
        Alarm snoozed = Samples.Acknowledged(Samples.Alarm(4, _call, AlarmSeverity.Critical)) with { SnoozedUntil = Clock.GetUtcNow().AddMinutes(5) };
        Alarm young = Samples.Alarm(5, _call);
        var page = Draw(1, young, snoozed, taken, critical, old);
        Assert.Equal(
            new[] { critical, taken, old, young, snoozed }.Select(alarm => $"alarm-{alarm.Id}"), page.FindAll("article.alarm h3").Select(title => title.Id));
        Assert.Equal("En veille jusqu’à 09:05", Read(page.FindAll(".alarm-taken")[^1].TextContent));
    }

    [Fact]
    public void AlarmUpdated_OlderRevision_ChangesNothing()
    {
        Alarm raised = Samples.Alarm(1, _call);
        var page = Draw(1, Samples.Acknowledged(raised));
        Live.Say(new AlarmUpdated(raised), new CallUpdated(Samples.Call(2)));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article.tile").Count));
        Assert.Equal("Acknowledged", page.Find("article.alarm").GetAttribute("data-alarm"));
    }

    [Fact]
    public void CallEnded_AfterAWhile_LeavesItsPlaceWithoutMovingOthers()
    {
        var page = Draw(3);
        string[] before = [.. page.FindAll("article.tile").Select(tile => tile.GetAttribute("data-call")!)];
        Live.Say(new CallEnded(Samples.Ended(2)));
        page.WaitForAssertion(() => Assert.Equal("Ended", page.FindAll("article.tile")[1].GetAttribute("data-state")));
        Assert.Equal("2", Figures(page)[0]);
        for (int second = 0; second <= BoardState.Farewell.TotalSeconds; second++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".tile-free")));
        Assert.Equal([before[0], before[2]], page.FindAll("article.tile").Select(tile => tile.GetAttribute("data-call")!));
    }

    [Fact]
    public async Task CallEnded_WhilePointerIsAmongTiles_StaysUntilItLeaves()
    {
        var page = Draw(2);
        await page.InvokeAsync(() => page.Instance.HoldTilesAsync(true));
        Live.Say(new CallEnded(Samples.Ended(1)));
        await page.WaitForAssertionAsync(() => Assert.Equal("Ended", page.FindAll("article.tile")[0].GetAttribute("data-state")));
        Clock.Advance(BoardState.Farewell * 2);
        Assert.Equal(2, page.FindAll("article.tile").Count);
        await page.InvokeAsync(() => page.Instance.HoldTilesAsync(false));
        Assert.Single(page.FindAll("article.tile"));
    }

    [Fact]
    public async Task AlarmRaised_WhilePointerIsInTheColumn_MovesNothing()
    {
        Alarm first = Samples.Alarm(1, _call);
        var page = Draw(1, first);
        await page.InvokeAsync(() => page.Instance.HoldAlarmsAsync(true));
        Live.Say(new AlarmRaised(Samples.Alarm(2, _call, AlarmSeverity.Critical)));
        await page.WaitForAssertionAsync(() => Assert.NotNull(page.Find(".alarms-new")));
        Assert.Equal($"alarm-{first.Id}", Assert.Single(page.FindAll("article.alarm h3")).Id);
        await page.InvokeAsync(() => page.Instance.HoldAlarmsAsync(false));
        Assert.Equal(2, page.FindAll("article.alarm").Count);
    }

    [Theory]
    [InlineData(3, "Large")]
    [InlineData(9, "Medium")]
    [InlineData(20, "Small")]
    [InlineData(60, "Compact")]
    public void Render_ManyCalls_GrowsDenser(int calls, string density) =>
        Assert.Equal(density, Draw(calls).Find(".wall").GetAttribute("data-density"));

    [Fact]
    public void Render_Degraded_SaysItInPlainFrenchWorstFirst()
    {
        Live.Health =
        [
            new PartHealth("speech-model", PartState.Degraded, "vosk-demo", new Dictionary<string, object>()),
            new PartHealth("database", PartState.Failed, "refused", new Dictionary<string, object>()),
            new PartHealth("sip", PartState.Ok, "", new Dictionary<string, object>()),
        ];
        string[] told = [.. Draw().FindAll(".status-strip li").Select(item => Read(item.TextContent))];
        Assert.Equal(2, told.Length);
        Assert.StartsWith("Base de données injoignable", told[0], StringComparison.Ordinal);
        Assert.StartsWith("Modèle vocal de démonstration", told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Alone_SaysThatNoCallIsLive()
    {
        var page = Draw(0);
        Assert.Contains("Aucun appel en cours", page.Find(".board-empty").TextContent, StringComparison.Ordinal);
        Assert.Equal(["0", "42", "–", "0"], Figures(page));
    }

    [Fact]
    public void Render_AlarmOfAnEndedCall_IsNamedByTheArchive()
    {
        CallSnapshot ended = Samples.Ended(9);
        Archive.Calls[ended.Id] = new CallDetails { Call = ended, Transcript = [], Alarms = [], Events = [], HasRecording = true, DurationMs = 1 };
        var page = Draw(1, Samples.Alarm(1, ended));
        page.WaitForAssertion(() => Assert.Contains("Terminé", page.Find("article.alarm .alarm-ended").TextContent, StringComparison.Ordinal));
    }
}
