using Bunit;
using Supervision.Client.WallBoard;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Tests;

public sealed class AlarmColumnTests : ScreenTest
{
    private static readonly CallSnapshot Call = Samples.Call();
    private readonly List<AlarmId> _acknowledged = [];
    private readonly List<AlarmResolution> _resolved = [];

    private IRenderedComponent<AlarmColumn> Draw(params Alarm[] alarms) => Render<AlarmColumn>(column => column
        .Add(c => c.Items, Items(alarms))
        .Add(c => c.IsHeld, false)
        .Add(c => c.OnAcknowledge, id => _acknowledged.Add(id))
        .Add(c => c.OnResolve, resolution => _resolved.Add(resolution)));

    private static AlarmItem[] Items(params Alarm[] alarms) => [.. alarms.Select(alarm => new AlarmItem(alarm, Call))];

    private static string[] Shown(IRenderedComponent<AlarmColumn> column) =>
        [.. column.FindAll("h3").Select(title => title.Id!["alarm-".Length..])];

    [Fact]
    public void Render_Raised_TellsWhatWasHeardWhereAndInWhichCall()
    {
        var column = Draw(Samples.Alarm(1, Call, AlarmSeverity.Critical));
        string text = Read(column.Find("article").TextContent);
        Assert.Contains("Menace Critique", text, StringComparison.Ordinal);
        Assert.Contains("« je vais venir vous voir »", text, StringComparison.Ordinal);
        Assert.Contains("Appelant, à 1:14 de l’appel", text, StringComparison.Ordinal);
        Assert.Equal($"calls/{Call.Id}", column.Find(".alarm-call a").GetAttribute("href"));
        Assert.Equal("06 12 34 56 78", Read(column.Find(".alarm-call a").TextContent));
    }

    [Fact]
    public void Click_Acknowledge_TellsWhichAlarm()
    {
        Alarm alarm = Samples.Alarm(1, Call);
        Draw(alarm).Find(".alarm-actions .button-primary").Click();
        Assert.Equal([alarm.Id], _acknowledged);
    }

    [Fact]
    public void Render_Acknowledged_TellsByWhomAndWhenInLocalTime()
    {
        var column = Draw(Samples.Acknowledged(Samples.Alarm(1, Call)));
        Assert.Equal("Prise en charge par superviseur à 09:01", Read(column.Find(".alarm-taken").TextContent));
        Assert.Empty(column.FindAll(".alarm-actions .button-primary"));
    }

    [Fact]
    public void Update_WhileHeld_KeepsOrderAndCountsNewcomers()
    {
        Alarm first = Samples.Alarm(1, Call);
        Alarm second = Samples.Alarm(2, Call);
        var column = Draw(first, second);
        string[] before = Shown(column);
        Alarm newcomer = Samples.Alarm(3, Call, AlarmSeverity.Critical);
        column.Render(p => p.Add(c => c.IsHeld, true).Add(c => c.Items, Items(newcomer, second, first)));
        Assert.Equal(before, Shown(column));
        Assert.Equal("1 à afficher", Read(column.Find(".alarms-waiting").TextContent));
        column.Render(p => p.Add(c => c.IsHeld, false));
        Assert.Equal([newcomer.Id.ToString(), second.Id.ToString(), first.Id.ToString()], Shown(column));
        Assert.Empty(column.FindAll(".alarms-waiting button"));
    }

    [Fact]
    public void Update_ClosedByAnotherWhileHeld_StaysInPlaceMarkedClosed()
    {
        Alarm first = Samples.Alarm(1, Call);
        Alarm second = Samples.Alarm(2, Call);
        var column = Draw(first, second);
        column.Render(p => p.Add(c => c.IsHeld, true).Add(c => c.Items, Items(second)));
        Assert.Equal([first.Id.ToString(), second.Id.ToString()], Shown(column));
        Assert.Equal("Close", column.Find(".alarm-taken").TextContent.Trim());
    }

    [Fact]
    public void Click_ShowWaiting_TakesTheLatestOrder()
    {
        Alarm first = Samples.Alarm(1, Call);
        Alarm newcomer = Samples.Alarm(2, Call, AlarmSeverity.Critical);
        var column = Draw(first);
        column.Render(p => p.Add(c => c.IsHeld, true).Add(c => c.Items, Items(newcomer, first)));
        column.Find(".alarms-waiting button").Click();
        Assert.Equal([newcomer.Id.ToString(), first.Id.ToString()], Shown(column));
    }

    [Fact]
    public void Resolve_WithOutcomeAndNote_TellsBoth()
    {
        Alarm alarm = Samples.Alarm(1, Call);
        var column = Draw(alarm);
        column.FindAll(".alarm-actions .button")[1].Click();
        column.Find("dialog form").Submit();
        Assert.Contains("Choisissez", column.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(_resolved);
        column.Find("input[value=FalseAlarm]").Change("FalseAlarm");
        column.Find("textarea").Change("  mot mal compris ");
        column.Find("dialog form").Submit();
        column.WaitForAssertion(() => Assert.Equal([new AlarmResolution(alarm.Id, AlarmOutcome.FalseAlarm, "mot mal compris")], _resolved));
        Assert.Empty(column.FindAll("dialog form"));
    }

    [Fact]
    public void Render_WordsErased_ShowsNoEmptyQuotes()
    {
        Alarm alarm = Samples.Alarm(1, Call);
        var column = Draw(alarm with { Reasons = [alarm.Reasons[0] with { Heard = "" }] });
        Assert.Empty(column.FindAll(".alarm-words"));
    }
}
