using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Client.Desk;
using Supervision.Client.Replay;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Client.Tests;

public sealed class IncidentPageTests : ScreenTest
{
    private static readonly Utterance Said = new()
    {
        Lane = Lane.Caller,
        Kind = UtteranceKind.Speech,
        StartMs = 74_000,
        EndMs = 76_000,
        Text = "oui je vais venir vous voir",
        Words =
        [
            new Word("oui", 73_500, 73_900, 0.9f), new Word("je", 74_000, 74_200, 0.9f), new Word("vais", 74_200, 74_500, 0.9f),
            new Word("venir", 74_500, 75_000, 0.9f), new Word("vous", 75_000, 75_300, 0.9f), new Word("voir", 75_300, 76_000, 0.9f),
        ],
    };

    [Fact]
    public void Recorded_Call_PlayerTranscriptAndTheWordsThatMatter()
    {
        var page = Open(Samples.Ended());
        Assert.Equal("Incident 2026-0001", Read(page.Find("h1").TextContent));
        Assert.NotEmpty(page.FindAll(".player"));
        Assert.Equal("1:14 je vais venir vous voir Appelant", Read(page.Find(".heard li").TextContent));
        Assert.Equal(["je", "vais", "venir", "vous", "voir"], page.FindAll(".word[data-heard]").Select(word => word.TextContent));
    }

    [Fact]
    public void Live_Call_WordsComeAndItsEndIsTold()
    {
        var module = JSInterop.SetupModule("./_content/Supervision.Client/live-call.js");
        module.Mode = JSRuntimeMode.Loose;
        CallSnapshot call = Samples.Call();
        var page = Open(call);
        page.WaitForAssertion(() => Assert.Single(module.Invocations["start"]));
        Assert.Equal(2, page.FindAll(".live-partial").Count);
        Live.Say(new TranscriptFinal(call.Id, Said with { StartMs = 90_000, EndMs = 91_000, Words = [], Text = "je raccroche" }));
        page.WaitForAssertion(() => Assert.Contains("je raccroche", page.Find(".live-words").TextContent, StringComparison.Ordinal));
        Live.Say(new CallEnded(Samples.Ended()));
        page.WaitForAssertion(() => Assert.Contains("L’appel vient de se terminer", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Call_EndedBeforeTheRecordKnows_IsNotShownAsLive()
    {
        Live.Snapshot = new LiveSnapshot([Samples.Call(99)], [], []);
        var page = Open(Samples.Call());
        page.WaitForAssertion(() => Assert.Contains("L’appel vient de se terminer", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".live-words"));
    }

    [Fact]
    public void Call_NotInTheRecord_LastWordsFromTheLiveSide()
    {
        CallSnapshot call = Samples.Call();
        Incidents.Add(DeskSamples.Incident(1));
        Live.Snapshot = new LiveSnapshot([call], [], [new LiveTranscript(call.Id, [Said], [])]);
        var page = Render<IncidentPage>(parameters => parameters.Add(p => p.Key, "2026-0001"));
        page.WaitForAssertion(() => Assert.Contains("seules les dernières paroles", page.Find(".shown-call .notice-warning").TextContent, StringComparison.Ordinal));
        Assert.Contains("venir", page.Find(".live-words").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeline_CallAlarmEscalationAndNote_InOrderWithWho()
    {
        var page = Open(Samples.Ended());
        page.Find("#note").Change("patrouille envoyée");
        page.Find(".note-form").Submit();
        page.WaitForAssertion(() => Assert.Contains("patrouille envoyée", page.Find(".timeline").TextContent, StringComparison.Ordinal));
        string[] texts = [.. page.FindAll(".moment-text").Select(text => Read(text.TextContent))];

        Assert.Equal(
            [
                "Début de l’appel de 06 12 34 56 78", "Alarme : Menace, Grave", "Incident ouvert : Menace", "Alarme transmise au bureau : Menace",
                "Fin de l’appel de 06 12 34 56 78", "Alarme prise en charge : Menace", "Note",
            ],
            texts);
        Assert.Equal("par police", Read(page.FindAll(".moment-by")[^1].TextContent));
        Assert.Equal("08:55:00", page.Find(".moment-time").FirstChild!.TextContent);
        Assert.Equal("", page.Find("#note").GetAttribute("value") ?? "");
    }

    [Fact]
    public void Note_Empty_IsAskedForAndAFailedOneIsKept()
    {
        var page = Open(Samples.Ended());
        page.Find(".note-form").Submit();
        Assert.Equal("Écrivez la note.", Read(page.Find("#note-error").TextContent));
        Incidents.Refusal = IncidentRefusal.Closed;
        page.Find("#note").Change("à garder");
        page.Find(".note-form").Submit();
        page.WaitForAssertion(() => Assert.Contains("rouvrez-le", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("à garder", page.Find("#note").GetAttribute("value"));
    }

    [Fact]
    public void HandOver_NeedsTargetAndNote()
    {
        var page = Open(Samples.Ended());
        Button(page, "Passer la main").Click();
        page.Find(".act-form").Submit();
        Assert.Contains("Choisissez à qui", page.Find("#act-error").TextContent, StringComparison.Ordinal);
        page.Find("#act-to").Change("user:brigade");
        page.Find("#act-text").Change("fin de service");
        page.Find(".act-form").Submit();
        page.WaitForAssertion(() => Assert.Equal(["hand over User brigade fin de service"], Incidents.Acts));
        page.WaitForAssertion(() => Assert.Contains("Passé à brigade, en attente", page.Find(".case-standing").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".act-form"));
        Assert.NotNull(Button(page, "Accepter"));
    }

    [Theory]
    [InlineData("Transmitted", "", "x", null)]
    [InlineData("Transmitted", "Gendarmerie", "", "close Transmitted Gendarmerie ")]
    [InlineData("Transmitted", "Other", "", null)]
    [InlineData("Other", "", "", null)]
    [InlineData("Other", "", "vu avec le maire", "close Other  vu avec le maire")]
    [InlineData("Intervention", "", "", "close Intervention  ")]
    [InlineData("", "", "x", null)]
    public void Close_AsksForWhatTheOutcomeNeeds(string outcome, string recipient, string text, string? expected)
    {
        var page = Open(Samples.Ended());
        Button(page, "Clore").Click();
        page.Find("#act-outcome").Change(outcome);
        if (outcome == "Transmitted")
        {
            page.Find("#act-recipient").Change(recipient);
        }

        page.Find("#act-text").Change(text);
        page.Find(".act-form").Submit();
        if (expected is null)
        {
            Assert.NotEmpty(page.FindAll("#act-error"));
            Assert.Empty(Incidents.Acts);
        }
        else
        {
            page.WaitForAssertion(() => Assert.Equal([expected], Incidents.Acts));
            page.WaitForAssertion(() => Assert.StartsWith("Clos :", Read(page.Find(".case-standing").TextContent), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Closed_OnlyReopens_WithAReason()
    {
        Incidents.Add(DeskSamples.Incident(1) with { State = IncidentState.Closed, Outcome = IncidentOutcome.FalseAlarm, ClosedAt = Clock.GetUtcNow() });
        var page = Render<IncidentPage>(parameters => parameters.Add(p => p.Key, "2026-0001"));
        Assert.Equal(["Rouvrir", "Imprimer"], page.FindAll(".acts-bar .button").Select(button => Read(button.TextContent)));
        Assert.Empty(page.FindAll(".note-form"));
        Button(page, "Rouvrir").Click();
        page.Find("#act-text").Change("il rappelle");
        page.Find(".act-form").Submit();
        page.WaitForAssertion(() => Assert.Equal(["reopen il rappelle"], Incidents.Acts));
    }

    [Fact]
    public void Merge_IntoAnother_GoesThere()
    {
        Incidents.Add(DeskSamples.Incident(2));
        var page = Open(Samples.Ended());
        Button(page, "Réunir").Click();
        page.Find("#act-into").Change(DeskSamples.Incident(2).Id.ToString());
        page.Find(".act-form").Submit();
        page.WaitForAssertion(() => Assert.EndsWith(
            "/desk/2026-0002", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Fact]
    public void History_CountsOtherIncidentsAndCallsToAttach()
    {
        CallSnapshot earlier = Samples.Ended(7);
        Incidents.History = new NumberHistory(
            ["0612345678"], 12, 4, 3, 1, [new CallListItem(earlier, 1, null), new CallListItem(Samples.Ended(), 1, null)],
            [DeskSamples.Incident(9) with { State = IncidentState.Closed, Outcome = IncidentOutcome.Intervention }]);
        var page = Open(Samples.Ended());
        page.WaitForAssertion(() => Assert.Equal(["12", "4", "3", "1", "1"], page.FindAll(".history-counts dd").Select(count => count.TextContent)));

        Assert.Contains("Intervention", page.Find(".history-list").TextContent, StringComparison.Ordinal);
        page.FindAll(".history .button").Single().Click();
        page.WaitForAssertion(() => Assert.Equal([$"attach {earlier.Id}"], Incidents.Acts));
    }

    [Fact]
    public void Finder_FindsAndAttaches()
    {
        Incidents.Found = [new CallListItem(Samples.Ended(8), 0, "dit \u2068menace\u2069")];
        var page = Open(Samples.Ended());
        page.Find("#finder-text").Change("menace");
        page.Find(".finder-form").Submit();
        Assert.Equal("menace", page.Find(".finder-list mark").TextContent);
        page.Find(".finder-list .button").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".finder-list li")));
        Assert.Equal(["find menace", $"attach {Samples.Ended(8).Id}"], Incidents.Acts);
    }

    [Fact]
    public void Detach_OnlyCall_IsNotOffered()
    {
        var page = Open(Samples.Ended());
        Assert.DoesNotContain("Détacher un appel", page.FindAll(".acts-bar .button").Select(button => Read(button.TextContent)));
    }

    [Fact]
    public void Detach_ChosenCall_AfterConfirmationItIsOutAndTheTimelineSaysSo()
    {
        Incident incident = DeskSamples.Incident(1);
        CallSnapshot further = Samples.Ended(7);
        Archive.Calls[further.Id] = Details(further);
        var attached = new IncidentCall(further.Id, "0755555555", null, further.StartedAt, incident.OpenedAt, "police");
        var page = Open(Samples.Ended(), incident with { Calls = [.. incident.Calls, attached] });
        Button(page, "Détacher un appel").Click();
        Assert.Equal(incident.Calls[0].CallId.ToString(), page.Find("#act-call").GetAttribute("value"));
        page.Find("[data-cancel]").Click();
        Assert.Empty(Incidents.Acts);
        Button(page, "Détacher un appel").Click();
        page.Find("#act-call").Change(further.Id.ToString());
        page.Find("#act-text").Change("autre affaire");
        page.Find(".act-form").Submit();

        page.WaitForAssertion(() => Assert.Equal([$"detach {further.Id} autre affaire"], Incidents.Acts));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".case-calls")));
        Assert.Contains("Appel détaché : celui du 23/11/2026 08:55", page.FindAll(".moment-text").Select(text => Read(text.TextContent)));
        Assert.DoesNotContain("07 55 55 55 55", Read(page.Find(".timeline").TextContent), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".act-form"));
    }

    [Fact]
    public void Changed_ByAnother_IsShown()
    {
        var page = Open(Samples.Ended());
        Incidents.Say(DeskSamples.Incident(1) with { State = IncidentState.InProgress, Owner = "brigade", Revision = 4 });
        page.WaitForAssertion(() => Assert.Contains("Pris en charge par brigade", page.Find(".case-standing").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_OrUnreadable_SaysSo()
    {
        var unknown = Render<IncidentPage>(parameters => parameters.Add(p => p.Key, "2026-9999"));
        Assert.Equal("Incident introuvable", Read(unknown.Find("h1").TextContent));
        Incidents.Fault = new InvalidOperationException("away");
        var unread = Render<IncidentPage>(parameters => parameters.Add(p => p.Key, "2026-0001"));
        Assert.NotEmpty(unread.FindAll("[role=alert]"));
    }

    [Theory]
    [InlineData("je vais venir", 74_000, 3)]
    [InlineData("JE VAIS VENIR", 76_500, 3)]
    [InlineData("j'évais", 74_000, 0)]
    [InlineData("jevais", 74_000, 2)]
    [InlineData("je vais venir", 90_000, 0)]
    [InlineData("", 74_000, 0)]
    public void HeardWords_FindsTheQuotedRun(string heard, int atMs, int expected)
    {
        var reason = new AlarmReason("words/threat", heard, Lane.Caller, atMs, "1", null, null);
        Assert.Equal(expected, HeardWords.Of([Said], [reason]).Count);
        Assert.Empty(HeardWords.Of([Said], [reason with { Lane = Lane.Agent }]));
    }

    private static CallDetails Details(CallSnapshot call) => new()
    {
        Call = call,
        Transcript = [Said],
        Alarms = [Samples.Acknowledged(Samples.Alarm(1, call))],
        Events = [],
        HasRecording = true,
        DurationMs = 245_000,
    };

    private IRenderedComponent<IncidentPage> Open(CallSnapshot call, Incident? incident = null)
    {
        Archive.Calls[call.Id] = Details(call);
        Live.Snapshot = Live.Snapshot.Calls.Count > 0 || call.State == CallState.Ended ? Live.Snapshot : new LiveSnapshot([call], [], []);
        Incidents.Add(incident ?? DeskSamples.Incident(1));
        return Render<IncidentPage>(parameters => parameters.Add(p => p.Key, "2026-0001"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<IncidentPage> page, string text) =>
        page.FindAll(".acts-bar .button").Single(button => Read(button.TextContent) == text);
}
