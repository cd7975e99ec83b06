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

    private readonly List<AlarmId> _takenOver = [];
    private readonly List<AlarmSnooze> _snoozed = [];
    private readonly List<AlarmEscalation> _escalated = [];
    private IReadOnlyList<AlarmStep> _steps = [];

    private IRenderedComponent<AlarmColumn> Draw(params Alarm[] alarms) => Render<AlarmColumn>(column => column
        .Add(c => c.Items, Items(alarms))
        .Add(c => c.IsHeld, false)
        .Add(c => c.Me, "superviseur")
        .Add(c => c.ReadSteps, _ => Task.FromResult(_steps))
        .Add(c => c.OnAcknowledge, id => _acknowledged.Add(id))
        .Add(c => c.OnTakeOver, id => _takenOver.Add(id))
        .Add(c => c.OnSnooze, snooze => _snoozed.Add(snooze))
        .Add(c => c.OnEscalate, escalation => _escalated.Add(escalation))
        .Add(c => c.OnResolve, resolution => _resolved.Add(resolution)));

    private static string[] Buttons(IRenderedComponent<AlarmColumn> column) =>
        [.. column.FindAll(".alarm-actions button").Select(button => Read(button.TextContent))];

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
        Assert.Contains("Appelant, à 1:14", text, StringComparison.Ordinal);
        Assert.Equal($"calls/{Call.Id}?at=70000", column.Find(".alarm-call a").GetAttribute("href"));
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
        Assert.Equal("Prise en charge par vous à 09:01", Read(column.Find(".alarm-taken").TextContent));
        Assert.Equal(["Veille", "Escalader", "Clore"], Buttons(column));
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
        Assert.Equal("1 nouvelle alarme", Read(column.Find(".alarms-new").TextContent));
        Assert.Equal("Critical", column.Find(".alarms-new").GetAttribute("data-severity"));
        column.Render(p => p.Add(c => c.IsHeld, false));
        Assert.Equal([newcomer.Id.ToString(), second.Id.ToString(), first.Id.ToString()], Shown(column));
        Assert.Empty(column.FindAll(".alarms-new"));
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
    public void Render_EachState_OffersWhatCanBeDone()
    {
        Alarm raised = Samples.Alarm(1, Call);
        Assert.Equal(["Prendre en charge", "Escalader", "Clore"], Buttons(Draw(raised)));
        Assert.Equal(["Reprendre", "Veille", "Escalader", "Clore"], Buttons(Draw(Samples.Acknowledged(raised) with { AcknowledgedBy = "durand" })));
        Assert.Equal(["Prendre en charge", "Clore"], Buttons(Draw(raised with { EscalatedAt = raised.RaisedAt })));
        Assert.Empty(Buttons(Draw(raised with { State = AlarmState.Resolved })));
    }

    [Fact]
    public void Update_AcknowledgedByAnotherWhileHeld_KeepsTheButtonUnderTheHand()
    {
        Alarm raised = Samples.Alarm(1, Call);
        var column = Draw(raised);
        column.Render(p => p.Add(c => c.IsHeld, true));
        column.Render(p => p.Add(c => c.Items, Items(Samples.Acknowledged(raised) with { AcknowledgedBy = "durand" })));
        Assert.Equal(["Prendre en charge", "Escalader", "Clore"], Buttons(column));
        Assert.Equal("Prise en charge par durand à 09:01", Read(column.Find(".alarm-taken").TextContent));
        column.Render(p => p.Add(c => c.IsHeld, false));
        Assert.Equal(["Reprendre", "Veille", "Escalader", "Clore"], Buttons(column));
    }

    [Fact]
    public void Update_OwnActWhileHeld_ButtonsFollow()
    {
        Alarm raised = Samples.Alarm(1, Call);
        var column = Draw(raised);
        column.Render(p => p.Add(c => c.IsHeld, true));
        column.Find("[data-key=p]").Click();
        column.Render(p => p.Add(c => c.Items, Items(Samples.Acknowledged(raised))));
        Assert.Equal(["Veille", "Escalader", "Clore"], Buttons(column));
    }

    [Fact]
    public void Render_Waiting_CountsDownAndSaysWhen()
    {
        Alarm raised = Samples.Alarm(1, Call);
        var column = Draw(raised with { WaitingSince = raised.RaisedAt, EscalatesAt = raised.RaisedAt.AddSeconds(30) });
        var wait = column.Find(".alarm-wait");
        Assert.Equal($"{raised.RaisedAt.AddSeconds(30).ToUnixTimeMilliseconds()}", wait.GetAttribute("data-until"));
        Assert.Contains("Escalade automatique à 08:55:31", Read(wait.TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Escalated_SaysByWhomOrByItself()
    {
        Alarm raised = Samples.Alarm(1, Call);
        Assert.Contains("Escaladée automatiquement à 08:55", Read(Draw(raised with { EscalatedAt = raised.RaisedAt }).Find(".alarm-escalated").TextContent), StringComparison.Ordinal);
        Assert.Contains(
            "Escaladée par durand à 08:55",
            Read(Draw(raised with { EscalatedAt = raised.RaisedAt, EscalatedBy = "durand" }).Find(".alarm-escalated").TextContent),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Unfold_Reasons_TellsEachInWordsAndTheSteps()
    {
        Alarm raised = Samples.Alarm(1, Call);
        Alarm alarm = raised with
        {
            Reasons =
            [
                .. raised.Reasons,
                new AlarmReason("acoustic/aggression", "", Lane.Caller, 80_000, "aggression/2", 0.91f, 0.7f),
                new AlarmReason("words/death-threat", "je vais te tuer", Lane.Caller, 81_000, "alarm-words/1", null, null),
                new AlarmReason("other/thing", "", Lane.Caller, 82_000, "", null, null),
            ],
        };
        _steps =
        [
            AlarmStep.Of(alarm, new AlarmAct(AlarmStepKind.Raised), Clock.GetUtcNow()),
            AlarmStep.Of(alarm with { Revision = 2 }, new AlarmAct(AlarmStepKind.Joined), Clock.GetUtcNow()),
            AlarmStep.Of(alarm with { Revision = 3 }, new AlarmAct(AlarmStepKind.Joined), Clock.GetUtcNow()),
            AlarmStep.Of(alarm with { Revision = 4 }, new AlarmAct(AlarmStepKind.Escalated), Clock.GetUtcNow()),
            AlarmStep.Of(alarm with { Revision = 5 }, new AlarmAct(AlarmStepKind.TakenOver, "durand", "je connais la personne"), Clock.GetUtcNow()),
        ];
        var column = Draw(alarm);
        Assert.Equal("4 motifs", column.Find(".alarm-unfold span").TextContent);
        column.Find(".alarm-unfold").Click();
        string[] rules = [.. column.FindAll(".reason-rule").Select(rule => Read(rule.TextContent))];
        Assert.Equal(["Liste de mots : Menace", "Voix agressive", "Liste de mots : Menace de mort", "other/thing"], rules);
        Assert.Equal("Appelant, à 1:20 de l’appel · score 0,91, seuil 0,70 · modèle aggression/2", Read(column.FindAll(".reason-facts")[1].TextContent));
        string[] steps = [.. column.FindAll(".steps li").Select(step => Read(step.TextContent))];
        Assert.Equal(
            ["Levée 09:00:00", "2 répétitions 09:00:00", "Escaladée automatiquement 09:00:00", "Reprise durandje connais la personne 09:00:00"], steps);
        Assert.Equal("true", column.Find(".alarm-unfold").GetAttribute("aria-expanded"));
    }

    [Fact]
    public void Escalate_WithNote_TellsBoth()
    {
        Alarm alarm = Samples.Alarm(1, Call);
        var column = Draw(alarm);
        column.Find("[data-key=e]").Click();
        column.Find("dialog textarea").Change(" il vient ");
        column.Find("dialog form").Submit();
        column.WaitForAssertion(() => Assert.Equal([new AlarmEscalation(alarm.Id, "il vient")], _escalated));
    }

    [Fact]
    public void Snooze_FiveMinutes_TellsWhichAndHowLong()
    {
        Alarm alarm = Samples.Acknowledged(Samples.Alarm(1, Call));
        var column = Draw(alarm);
        column.Find("[data-key=v]").Click();
        Assert.Equal(["1 minute", "5 minutes", "15 minutes"], column.FindAll(".snooze-choices button").Select(choice => choice.TextContent));
        column.FindAll(".snooze-choices button")[1].Click();
        column.WaitForAssertion(() => Assert.Equal([new AlarmSnooze(alarm.Id, 5)], _snoozed));
    }

    [Fact]
    public void TakeOver_AnothersAlarm_TellsWhich()
    {
        Alarm alarm = Samples.Acknowledged(Samples.Alarm(1, Call)) with { AcknowledgedBy = "durand" };
        var column = Draw(alarm);
        Assert.Equal("Reprendre à durand : Menace, 06 12 34 56 78", Read(column.Find("[data-key=r]").GetAttribute("aria-label")!));
        column.Find("[data-key=r]").Click();
        Assert.Equal([alarm.Id], _takenOver);
    }

    [Fact]
    public void Click_ShowWaiting_TakesTheLatestOrder()
    {
        Alarm first = Samples.Alarm(1, Call);
        Alarm newcomer = Samples.Alarm(2, Call, AlarmSeverity.Critical);
        var column = Draw(first);
        column.Render(p => p.Add(c => c.IsHeld, true).Add(c => c.Items, Items(newcomer, first)));
        column.Find(".alarms-new").Click();
        Assert.Equal([newcomer.Id.ToString(), first.Id.ToString()], Shown(column));
    }

    [Fact]
    public void Resolve_WithOutcomeAndNote_TellsBoth()
    {
        Alarm alarm = Samples.Alarm(1, Call);
        var column = Draw(alarm);
        column.Find("[data-key=c]").Click();
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

    [Fact]
    public void Render_OneOfTwoAlarmsChanges_DrawsThatCardAlone()
    {
        Alarm changing = Samples.Alarm(1, Call);
        Alarm other = Samples.Alarm(2, Call);
        var column = Draw(changing, other);
        column.Render(parameters => parameters.Add(c => c.Items, Items(changing, other)));
        int[] before = [.. column.FindComponents<AlarmCard>().Select(card => card.RenderCount)];

        Alarm taken = changing with { State = AlarmState.Acknowledged, AcknowledgedBy = "superviseur", Revision = changing.Revision + 1 };
        column.Render(parameters => parameters.Add(c => c.Items, Items(taken, other)));

        int[] after = [.. column.FindComponents<AlarmCard>().Select(card => card.RenderCount)];
        Assert.Equal([before[0] + 1, before[1]], after);
    }
}
