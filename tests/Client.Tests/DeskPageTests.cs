using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Desk;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Client.Tests;

public sealed class DeskPageTests : ScreenTest
{
    [Fact]
    public void Queue_Open_MostUrgentFirstWithWordsNumberAndCaller()
    {
        Incidents.Add(DeskSamples.Incident(1, AlarmSeverity.Serious), DeskSamples.Incident(2) with { Category = AlarmCategory.Weapon });
        var page = Render<DeskPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".incident").Count));
        var first = page.FindAll(".incident")[0];

        Assert.Equal("Arme – incident 2026-0002", Read(first.QuerySelector("h2")!.TextContent));
        Assert.Equal("Critique", Read(first.QuerySelector(".incident-severity")!.TextContent));
        Assert.Equal("06 12 34 56 78", Read(first.QuerySelector(".incident-caller")!.TextContent));
        Assert.Equal("desk/2026-0002", first.QuerySelector("h2 a")!.GetAttribute("href"));
        Assert.NotNull(first.QuerySelector(".incident-what svg"));
        Assert.Equal("2", Read(page.Find(".desk-figures [data-raised] dd").TextContent));
    }

    [Fact]
    public void Queue_Empty_SaysSo()
    {
        var page = Render<DeskPage>();
        page.WaitForAssertion(() => Assert.Contains("Aucun incident ouvert", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".notice"));
    }

    [Fact]
    public void Queue_NotWholeOrUnread_SaysSoAndReadsAgain()
    {
        Incidents.IsWhole = false;
        var page = Render<DeskPage>();
        page.WaitForAssertion(() => Assert.Contains("ne sont pas encore relus", page.Find(".notice-warning").TextContent, StringComparison.Ordinal));
        Incidents.Fault = new InvalidOperationException("away");
        var unread = Render<DeskPage>();
        unread.WaitForAssertion(() => Assert.Contains("n’ont pas pu être lus", unread.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.True(SpinWait.SpinUntil(() => Clock.ArmedTimers > 0, TimeSpan.FromSeconds(60)));

        Incidents.Fault = null;
        Clock.Advance(TimeSpan.FromSeconds(3));
        unread.WaitForAssertion(() => Assert.Empty(unread.FindAll("[role=alert]")));
    }

    [Fact]
    public void NewIncident_Critical_IsAnnouncedShownAndTold()
    {
        var module = JSInterop.SetupModule("./_content/Supervision.Client/desk.js");
        module.Mode = JSRuntimeMode.Loose;
        var page = Render<DeskPage>();
        page.WaitForAssertion(() => Assert.Single(module.Invocations["start"]));
        Incidents.Say(DeskSamples.Incident(1));
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".incident")));

        Assert.Equal("Nouvel incident, Critique : Menace, 06 12 34 56 78", Read(page.Find("[aria-live=assertive]").TextContent));
        page.WaitForAssertion(() => Assert.Single(module.Invocations["changed"]));
        Assert.Contains("\"State\":\"Raised\"", Json(module.Invocations["changed"].Single().Arguments[1]), StringComparison.Ordinal);
        Incidents.Say(DeskSamples.Incident(1) with { State = IncidentState.InProgress, Owner = "brigade", Revision = 2 });
        page.WaitForAssertion(() => Assert.Contains("Pris en charge par brigade", page.Find(".incident-standing").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(2, module.Invocations["changed"].Count));
        Assert.Contains("Acknowledged", Json(module.Invocations["changed"][1].Arguments[1]), StringComparison.Ordinal);
        Assert.Equal("Consulter", Read(page.Find(".incident .button").TextContent));
    }

    [Fact]
    public async Task Held_NewcomersWaitAndTheClosedStays()
    {
        Incidents.Add(DeskSamples.Incident(1, AlarmSeverity.Serious));
        var page = Render<DeskPage>();
        await page.WaitForAssertionAsync(() => Assert.Single(page.FindAll(".incident")));
        await page.InvokeAsync(() => page.Instance.HoldAsync(true));
        Incidents.Say(DeskSamples.Incident(2));
        Incidents.Say(DeskSamples.Incident(1, AlarmSeverity.Serious) with { State = IncidentState.Closed, Revision = 5 });
        await page.WaitForAssertionAsync(() => Assert.Equal("Closed", page.Find(".incident").GetAttribute("data-state")));

        Assert.Single(page.FindAll(".incident"));
        Assert.Equal("Nouveaux : 1", Read(page.Find(".desk-waiting button").TextContent));
        await page.InvokeAsync(() => page.Instance.HoldAsync(false));
        Assert.Equal("desk/2026-0002", page.Find(".incident h2 a").GetAttribute("href"));
        Assert.Empty(page.FindAll(".desk-waiting button"));
    }

    [Fact]
    public void Take_Free_IsHersAndARefusalIsSaid()
    {
        Incidents.Add(DeskSamples.Incident(1));
        var page = Render<DeskPage>();
        page.WaitForElement(".incident .button").Click();
        page.WaitForAssertion(() => Assert.Contains("police", page.Find(".incident-standing").TextContent, StringComparison.Ordinal));
        page.Find(".incident .button").Click();
        Assert.EndsWith("/desk/2026-0001", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Incidents.Say(DeskSamples.Incident(2));
        Incidents.Refusal = IncidentRefusal.TakenByAnother;
        page.WaitForElement(".incident .button-primary").Click();
        page.WaitForAssertion(() => Assert.Contains("Quelqu’un d’autre", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(["take", "take"], Incidents.Acts);
    }

    [Fact]
    public void LiveMark_ComesAndGoesWithTheCall()
    {
        CallSnapshot call = Samples.Call();
        Live.Snapshot = new LiveSnapshot([call], [], []);
        Incidents.Add(DeskSamples.Incident(1));
        var page = Render<DeskPage>();
        page.WaitForAssertion(() => Assert.Equal("En direct", Read(page.Find(".incident-live").TextContent)));
        Live.Say(new CallEnded(call with { State = CallState.Ended }));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".incident-live")));
    }

    [Fact]
    public void ClosedPage_ListsOutcomes()
    {
        Incidents.Add(DeskSamples.Incident(1) with { State = IncidentState.Closed, Outcome = IncidentOutcome.Transmitted, Recipient = IncidentRecipient.Samu });
        var page = Render<ClosedPage>();
        Assert.Equal("Transmis (SAMU)", Read(page.Find(".closed-outcome").TextContent));
        Assert.Equal("desk/2026-0001", page.Find(".closed a").GetAttribute("href"));
    }

    private static string Json(object? value) => System.Text.Json.JsonSerializer.Serialize(value);
}
