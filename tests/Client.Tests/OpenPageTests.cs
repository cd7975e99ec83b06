using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Desk;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Client.Tests;

public sealed class OpenPageTests : ScreenTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void NoCall_LiveOnesAtOnceAndTheChosenOneLeadsOn()
    {
        CallSnapshot call = Samples.Call();
        Incidents.Found = [new CallListItem(call, 0, null)];
        var page = Open(null);
        page.WaitForAssertion(() => Assert.Equal("06 12 34 56 78", Read(page.Find(".finder-who").TextContent)));
        Assert.Equal(["find to open "], Incidents.Acts);
        Assert.StartsWith("Choisir l’appel de 06 12 34 56 78", Read(page.Find(".finder-list .button").GetAttribute("aria-label")!), StringComparison.Ordinal);
        page.Find("#finder-text").Change("0612");
        page.Find(".finder-form").Submit();
        page.Find(".finder-list .button").Click();

        Assert.Equal("find to open 0612", Incidents.Acts[^1]);
        Assert.EndsWith($"/desk/open?call={call.Id}", Navigation.Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PoliceDesk", true)]
    [InlineData("Supervisor", false)]
    public void NoCall_PoliceDesk_IsToldWhichCallsItSees(string role, bool isTold)
    {
        User.SetRoles(role);
        var page = Open(null);
        page.WaitForElement(".finder");
        Assert.Equal(isTold, page.Markup.Contains("demandez à un superviseur", StringComparison.Ordinal));
    }

    [Fact]
    public void Call_OpenedWithWhatWasSaid_LeadsToTheIncident()
    {
        CallSnapshot call = Readable(Samples.Call());
        var page = Open(call.Id.ToString());
        Assert.Equal("Appel 06 12 34 56 78En direct", Read(page.Find(".opening-who").TextContent));
        Assert.Equal(nameof(AlarmSeverity.Serious), page.Find("input[type=radio][checked]").GetAttribute("value"));
        page.Find("#open-category").Change(nameof(AlarmCategory.Distress));
        page.Find("input[value=Critical]").Change("Critical");
        page.Find("#open-note").Change("chez lui, seul");
        page.Find(".opening-form").Submit();

        page.WaitForAssertion(() => Assert.Equal([$"open {call.Id} Distress Critical chez lui, seul"], Incidents.Acts));
        Assert.EndsWith("/desk/2026-0001", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_NothingMoreSaid_IsOpenedAllTheSame()
    {
        CallSnapshot call = Readable(Samples.Ended());
        var page = Open(call.Id.ToString());
        page.Find(".opening-form").Submit();
        page.WaitForAssertion(() => Assert.Equal([$"open {call.Id}  Serious "], Incidents.Acts));
    }

    [Fact]
    public void Call_Refused_SaysWhyAndKeepsWhatWasWritten()
    {
        CallSnapshot call = Readable(Samples.Ended());
        Incidents.Refusal = IncidentRefusal.CallNotFound;
        var page = Open(call.Id.ToString());
        page.Find("#open-note").Change("à garder");
        page.Find(".opening-form").Submit();
        page.WaitForAssertion(() => Assert.Contains("vous ne pouvez pas le voir", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("à garder", page.Find("#open-note").GetAttribute("value"));
    }

    [Fact]
    public void Call_InAnOpenIncident_LeadsThereInsteadOfAskingAgain()
    {
        CallSnapshot call = Readable(Samples.Call());
        Incidents.Add(DeskSamples.Incident(1));
        var page = Open(call.Id.ToString());
        Assert.Contains("incident 2026-0001", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Equal("desk/2026-0001", page.Find(".notice a").GetAttribute("href"));
        Assert.Empty(page.FindAll("form"));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("0193b6a0-0000-7000-8000-000000000000")]
    public void Call_UnknownOrNotHers_SaysSoAndLetsChooseAnother(string id)
    {
        var page = Open(id);
        Assert.Contains("Cet appel n’existe pas", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".finder"));
    }

    private CallSnapshot Readable(CallSnapshot call)
    {
        Archive.Calls[call.Id] = new CallDetails
        {
            Call = call,
            Transcript = [],
            Alarms = [],
            Events = [],
            HasRecording = false,
            DurationMs = 0,
        };
        return call;
    }

    private IRenderedComponent<OpenPage> Open(string? call)
    {
        Navigation.NavigateTo(call is null ? "desk/open" : $"desk/open?call={call}");
        return Render<OpenPage>();
    }
}
