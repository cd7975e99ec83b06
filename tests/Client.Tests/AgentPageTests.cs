using AngleSharp.Dom;
using Bunit;
using Supervision.Client.AgentView;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Client.Tests;

public sealed class AgentPageTests : ScreenTest
{
    [Fact]
    public void Page_NoCall_SaysSoAndKeepsTheHelpButton()
    {
        IRenderedComponent<AgentPage> page = Render<AgentPage>();

        page.WaitForAssertion(() => Assert.Contains("Aucun appel en cours", Read(page.Markup), StringComparison.Ordinal));
        Assert.Equal("F9", page.Find("[data-help]").GetAttribute("aria-keyshortcuts"));
    }

    [Fact]
    public void Page_LiveCall_ShowsCallerWordsAndWhoListens()
    {
        CallSnapshot call = Samples.Call() with { Listeners = ["Claire"] };
        Agent.Snapshot = new LiveSnapshot([call], [], [new LiveTranscript(call.Id, [Say("bonjour la mairie", Lane.Agent, 0)], [])]);
        IRenderedComponent<AgentPage> page = Render<AgentPage>();

        page.WaitForAssertion(() => Assert.Equal("Claire écoute cet appel en direct.", Read(page.Find("[data-listeners]").TextContent)));
        Assert.Contains("06 12 34 56 78", Read(page.Find(".mine-caller").TextContent), StringComparison.Ordinal);
        Assert.Contains("bonjour la mairie", page.Find("[data-live-words]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-tension]"));
    }

    [Fact]
    public void Page_AlarmRaisedThenTaken_ShowsAdviceAndByWhom()
    {
        CallSnapshot call = Samples.Call();
        Agent.Snapshot = new LiveSnapshot([call], [], []);
        IRenderedComponent<AgentPage> page = Render<AgentPage>();
        Alarm alarm = Samples.Alarm(1, call);
        Agent.Say(new AlarmRaised(alarm));

        page.WaitForAssertion(() => Assert.Equal(["Restez calme.", "Appuyez sur F9."], page.FindAll(".alert-advice li").Select(line => line.TextContent)));
        Assert.Contains("Vos superviseurs sont prévenus", page.Find(".alert-state").TextContent, StringComparison.Ordinal);
        Assert.Equal("Menace. Restez calme.", Read(page.Find("[aria-live=polite]").TextContent));

        Agent.Say(new AlarmUpdated(alarm with { Category = AlarmCategory.HelpRequested, Severity = AlarmSeverity.Critical, Revision = 2 }));
        page.WaitForAssertion(() => Assert.Equal("Menace", page.Find(".alert-before").TextContent));
        Assert.Equal(2, page.FindAll(".alert-advice li").Count);

        Agent.Say(new AlarmUpdated(Samples.Acknowledged(alarm) with { Revision = 3 }));
        page.WaitForAssertion(() => Assert.Contains("Pris en charge par superviseur", page.Find("[data-taken]").TextContent, StringComparison.Ordinal));
        Agent.Say(new AlarmUpdated(Samples.Acknowledged(alarm) with { State = AlarmState.Resolved, Revision = 9 }));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".alert")));
    }

    [Fact]
    public void Page_TensionOfTheCaller_IsAWordAndStepsOnly()
    {
        CallSnapshot call = Samples.Call() with { Tension = TensionState.Followed };
        Agent.Snapshot = new LiveSnapshot([call], [], []) { Tensions = [Curve(call, TensionLevel.Calm, TensionLevel.Tense)] };
        IRenderedComponent<AgentPage> page = Render<AgentPage>();
        page.WaitForAssertion(() => Assert.Equal("Appelant : Tendu", Read(page.Find("[data-tension]").TextContent)));

        Agent.Say(new TensionMeasured(call.Id, new TensionPoint(2000, 0.8f, TensionLevel.Aggressive)));

        page.WaitForAssertion(() => Assert.Equal("Appelant : Agressif", Read(page.Find("[data-tension]").TextContent)));
        Assert.DoesNotContain("0,8", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensionState.Paused)]
    [InlineData(TensionState.Held)]
    [InlineData(TensionState.Private)]
    public void State_TensionIsNotFollowedAnyMore_NoLevelIsLeft(TensionState state)
    {
        var page = new AgentState();
        CallSnapshot call = Samples.Call() with { Tension = TensionState.Followed };
        page.Reset(new LiveSnapshot([call], [], []));
        Assert.Null(page.Tension);
        Assert.True(page.Apply(Said(TensionLevel.Aggressive)));
        Assert.False(page.Apply(Said(TensionLevel.Aggressive)));
        Assert.Equal(TensionLevel.Aggressive, page.Tension);

        page.Apply(new CallUpdated(call with { Tension = state }));
        Assert.Null(page.Tension);
        Assert.False(page.Apply(Said(TensionLevel.Aggressive)));
        Assert.Null(page.Tension);

        page.Apply(new CallUpdated(call));
        page.Apply(Said(TensionLevel.Tense));
        Assert.Equal(TensionLevel.Tense, page.Tension);
        page.Reset(new LiveSnapshot([call], [], []) { Tensions = [Curve(call)] });
        Assert.Null(page.Tension);

        page.Apply(Said(TensionLevel.Tense));
        Assert.True(page.Apply(new TensionWithdrawn(call.Id, 2000)));
        Assert.Null(page.Tension);
        Assert.False(page.Apply(new TensionWithdrawn(call.Id, 2000)));
        Assert.True(page.Apply(Said(TensionLevel.Tense)));

        TensionMeasured Said(TensionLevel level) => new(call.Id, new TensionPoint(2000, 0.8f, level));
    }

    [Fact]
    public void Page_Refusal_TakesTheWordsAwayAndThePauseButton()
    {
        CallSnapshot call = Samples.Call();
        Agent.Snapshot = new LiveSnapshot([call], [], [new LiveTranscript(call.Id, [Say("ma carte", Lane.Caller, 0)], [])]);
        IRenderedComponent<AgentPage> page = Render<AgentPage>();
        page.WaitForElement(".mine-foot button").Click();
        Assert.Equal([(call.Id, true)], Agent.Pauses);

        Agent.Say(new CallUpdated(call with { Recording = RecordingState.Refused }));

        page.WaitForAssertion(() => Assert.DoesNotContain("ma carte", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".mine-foot"));
    }

    [Fact]
    public void Page_CallEnds_ItsPlaceIsFreeAndTheListIsReadAgain()
    {
        CallSnapshot call = Samples.Call();
        Agent.Snapshot = new LiveSnapshot([call], [], []);
        IRenderedComponent<AgentPage> page = Render<AgentPage>();
        page.WaitForElement(".mine");
        Agent.Recent = [new CallListItem(Samples.Ended(), 0, null)];
        int timers = Clock.ArmedTimers;
        Agent.Say(new CallEnded(Samples.Ended()));

        page.WaitForAssertion(() => Assert.Contains("Aucun appel en cours", page.Markup, StringComparison.Ordinal));
        page.WaitForState(() => Clock.ArmedTimers > timers);
        Clock.Advance(TimeSpan.FromSeconds(3));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("table.calls tbody tr")));
    }

    private static CallTension Curve(CallSnapshot call, params TensionLevel[] levels) =>
        new(call.Id, "test", 0.75f, 0.6f, [.. levels.Select((level, i) => new TensionPoint(500 * i, 0.5f, level))]);

    [Fact]
    public void State_TwoCalls_TheOneInWhichSheTalks()
    {
        var state = new AgentState();
        CallSnapshot first = Samples.Call(1);
        CallSnapshot second = Samples.Call(2) with { StartedAt = first.StartedAt.AddMinutes(1) };
        state.Reset(new LiveSnapshot([first, second], [], []));
        Assert.Equal(second.Id, state.Current!.Id);

        state.Apply(new CallUpdated(second with { State = CallState.Held }));
        Assert.Equal(first.Id, state.Current!.Id);
    }

    [Fact]
    public void Page_AccountWithoutNumber_SaysWhy()
    {
        Agent.Number = null;
        IRenderedComponent<AgentPage> page = Render<AgentPage>();

        page.WaitForAssertion(() => Assert.Contains("pas de numéro de poste", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void AdvicePage_SavedThenOutdated_ShowsVersionsAndLosesNothing()
    {
        User.SetRoles("Administrator");
        IRenderedComponent<AdvicePage> page = Render<AdvicePage>();
        IElement Text() => page.Find("textarea");
        Text().Change("Raccrochez.");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("Enregistré : version 1.", page.Find("[role=status]").TextContent));

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("déjà celui en vigueur", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Book.Elsewhere("Version d'une collègue.");
        Text().Change("La mienne.");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("entre-temps", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Version d'une collègue.", Text().GetAttribute("value"));
        page.Find("[aria-expanded]").Click();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".advice-history li").Count));
    }

    private static Utterance Say(string text, Lane lane, int startMs) => new()
    {
        Lane = lane,
        Kind = UtteranceKind.Speech,
        StartMs = startMs,
        EndMs = startMs + 1000,
        Text = text,
    };
}
