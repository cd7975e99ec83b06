using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Alarms;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Client.Tests;

public sealed class AlarmsPageTests : ScreenTest
{
    private static readonly CallSnapshot Call = Samples.Call();
    private readonly Alarm _resolved = Samples.Acknowledged(Samples.Alarm(1, Call, AlarmSeverity.Critical)) with
    {
        State = AlarmState.Resolved,
        Outcome = AlarmOutcome.FalseAlarm,
        ResolvedBy = "durand",
        Revision = 3,
    };

    private IRenderedComponent<AlarmsPage> Draw(string query = "", params Alarm[] alarms)
    {
        AlarmArchive.Items.AddRange(alarms.Select(alarm => new AlarmListItem(alarm, new AlarmCall(Call.Caller, Call.Agent, Call.StartedAt, Call.Recording))));
        AlarmArchive.Figures = new AlarmFigures(12, 5, 4, 2, 3, TimeSpan.FromSeconds(9));
        Services.GetRequiredService<NavigationManager>().NavigateTo("alarms" + query);
        return Render<AlarmsPage>();
    }

    [Fact]
    public void Render_Resolved_TellsWhatBecameOfItAndLeadsToTheMoment()
    {
        var page = Draw("", _resolved, Samples.Alarm(2, Call));
        Assert.Equal(["12", "5", "4", "2", "0:09"], page.FindAll(".figure dd").Select(figure => figure.TextContent));
        Assert.Contains("Fausse alarme", Read(page.FindAll(".state")[0].TextContent), StringComparison.Ordinal);
        Assert.Contains("par durand", Read(page.FindAll(".state")[0].TextContent), StringComparison.Ordinal);
        Assert.Equal($"calls/{Call.Id}?at=70000", page.Find(".acts a").GetAttribute("href"));
        Assert.Single(page.FindAll(".acts button"), button => button.TextContent == "Corriger l’issue");
    }

    [Fact]
    public void Render_Filtered_AsksTheArchiveAndKeepsTheFilterInItsLinks()
    {
        var page = Draw("?from=2026-11-20&to=2026-11-23&category=DeathThreat&severity=Critical&outcome=FalseAlarm&state=resolved&escalated=true&page=2", _resolved);
        AlarmQuery asked = AlarmArchive.LastQuery!;
        Assert.Equal(
            (new DateTimeOffset(2026, 11, 19, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 23, 23, 0, 0, TimeSpan.Zero), AlarmCategory.DeathThreat, AlarmSeverity.Critical, AlarmOutcome.FalseAlarm, true, 2),
            (asked.From, asked.To, asked.Category, asked.Severity, asked.Outcome, asked.Escalated, asked.Page));
        Assert.Equal([AlarmState.Resolved], asked.States);
        string csv = page.Find("a[download]").GetAttribute("href")!;
        Assert.StartsWith("api/v1/alarms.csv?from=2026-11-19T23%3A00%3A00Z&to=2026-11-23T23%3A00%3A00Z&category=DeathThreat", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=2026-11-24&to=2026-11-23", "après la date de fin")]
    [InlineData("?from=hier", "Date illisible")]
    public void Render_WrongDates_SaysSoAndAsksNothing(string query, string sentence)
    {
        var page = Draw(query);
        Assert.Contains(sentence, page.Find("#filter-error").TextContent, StringComparison.Ordinal);
        Assert.Null(AlarmArchive.LastQuery);
    }

    [Fact]
    public void Submit_Filter_GoesToItsAddress()
    {
        var page = Draw("?page=3");
        page.Find("#filter-category").Change("Weapon");
        page.Find("form.filter").Submit();
        Assert.EndsWith("/alarms?category=Weapon", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Unfold_Row_ShowsReasonsAndSteps()
    {
        AlarmArchive.Steps[_resolved.Id] = [AlarmStep.Of(_resolved, new AlarmAct(AlarmStepKind.Resolved, "durand", "une chanson"), Clock.GetUtcNow())];
        var page = Draw("", _resolved);
        Assert.Empty(page.FindAll(".steps"));
        page.Find(".acts button").Click();
        Assert.Equal("Close : Fausse alarme durandune chanson 09:00:00", Read(page.Find(".steps li").TextContent));
        Assert.Contains("je vais venir vous voir", page.Find(".reasons").TextContent, StringComparison.Ordinal);
        page.Find(".acts button").Click();
        Assert.Empty(page.FindAll(".steps"));
    }

    [Fact]
    public void Correct_WithReason_CallsTheDeskAndMovesTheFigures()
    {
        Desk.Answer = _ => _resolved with { Outcome = AlarmOutcome.Confirmed, Revision = 4 };
        var page = Draw("", _resolved);
        page.FindAll(".acts button")[1].Click();
        page.Find("dialog form").Submit();
        Assert.Contains("motif", page.Find("#correct-missing").TextContent, StringComparison.Ordinal);
        Assert.Empty(Desk.Corrected);
        page.Find("#correct-reason").Change(" plainte déposée ");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Equal([(_resolved.Id, AlarmOutcome.Confirmed, "plainte déposée")], Desk.Corrected));
        page.WaitForAssertion(() => Assert.Equal(["12", "6", "3"], page.FindAll(".figure dd").Take(3).Select(figure => figure.TextContent)));
        Assert.Contains("Confirmée", page.Find(".state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_OfWindows_AdministratorOnly()
    {
        Assert.Empty(Draw().FindAll("form.export"));
        User.SetAuthorized("admin").SetRoles("Administrator");
        var page = Render<AlarmsPage>();
        Assert.Equal("api/v1/alarms/training-windows.zip", page.Find("form.export").GetAttribute("action"));
        Assert.NotNull(page.Find("form.export input[name=purpose]").GetAttribute("required"));
    }

    [Fact]
    public void Search_ArchiveFails_SaysSoAndRetries()
    {
        AlarmArchive.Fault = new InvalidOperationException("away");
        var page = Draw("", _resolved);
        Assert.NotNull(page.Find(".results [role=alert]"));
        AlarmArchive.Fault = null;
        page.Find(".results [role=alert] button").Click();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".acts")));
    }
}
