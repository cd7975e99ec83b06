using Supervision.Grains.Feed;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;

namespace Supervision.Grains.Tests.Incidents;

public sealed class IncidentGrainTests : IncidentScene
{
    private static readonly IncidentActor Supervisor = new("superviseur", IsAtDesk: false, IsSupervisor: true);

    private readonly ILiveSubscription _heard;

    public IncidentGrainTests()
    {
        _heard = _feed.Subscribe(10_000);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _heard.Dispose();
    }

    [Fact]
    public async Task ReportAsync_EscalatedAlarm_OpensOneIncidentJournalledAndTold()
    {
        await _grain.StartNumberingAsync(new Dictionary<int, int> { [2026] = 41 }, None);
        Alarm alarm = Escalated(Raised());
        Incident opened = await Report(alarm);
        Incident again = await Report(alarm with { Revision = 5 });

        Assert.Same(opened, again);
        Assert.Equal("2026-0042", opened.Number.ToString());
        Assert.Equal(
            (AlarmCategory.Threat, AlarmSeverity.Serious, IncidentState.New, alarm.CallId, 1),
            (opened.Category, opened.Severity, opened.State, opened.Calls.Single().CallId, opened.Revision));
        Assert.Equal(
            [IncidentStepKind.Opened, IncidentStepKind.AlarmAttached, IncidentStepKind.Escalated], opened.Steps.Select(step => step.Kind));
        Assert.Equal([1, 2, 3], opened.Steps.Select(step => step.Sequence));
        Assert.Equal("superviseur", opened.Steps[2].By);
        Assert.Equal(opened, Assert.Single(_journal.Of<IncidentJournalled>()).Incident);
        Assert.Equal(opened, Assert.Single(Heard()).Incident);
        Assert.True(_grain.Attached.Contains(alarm.CallId));
        Assert.Equal(new IncidentFigures(1, 1, 0, false), _grain.Figures);
    }

    [Fact]
    public async Task ReportAsync_SecondAlarmOfTheCall_JoinsAndTakesTheGraver()
    {
        Incident opened = await Report(Escalated(Raised()));
        Alarm death = Raised() with { CallId = opened.Calls[0].CallId, Category = AlarmCategory.DeathThreat, Severity = AlarmSeverity.Critical };
        Incident joined = await Report(death);

        Assert.Equal(opened.Id, joined.Id);
        Assert.Equal((AlarmCategory.DeathThreat, AlarmSeverity.Critical, 2), (joined.Category, joined.Severity, joined.Revision));
        Assert.Equal([IncidentStepKind.AlarmAttached, IncidentStepKind.Aggravated], joined.Steps.Skip(3).Select(step => step.Kind));
        Assert.Equal(2, joined.Alarms.Count);
    }

    [Fact]
    public async Task ReportAsync_ClosedIncident_OnlyNewsBringItBack()
    {
        Alarm alarm = Escalated(Raised());
        Incident opened = await Report(alarm);
        await _grain.ActAsync(opened.Id, new CloseIncident(IncidentOutcome.FalseAlarm, null, null), Officer, None);

        Assert.Equal(IncidentState.Closed, (await Report(alarm with { Revision = 9 })).State);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(IncidentState.Closed, (await Report(Escalated(alarm) with { EscalatedBy = null })).State);
        Incident back = await Report(Escalated(alarm));
        Assert.Equal((opened.Id, IncidentState.New), (back.Id, back.State));
        Assert.Null(back.Outcome);
        Assert.Null(back.Steps.Single(step => step.Kind == IncidentStepKind.Reopened).By);
    }

    [Fact]
    public async Task ReportAsync_JournalThrows_IsOpenedAllTheSame()
    {
        _journal.Fault = new IOException("disk full");
        await Report(Escalated(Raised()));

        Assert.Single((await _grain.GetOpenAsync(None)).Incidents);
        Assert.Single(Heard());
    }

    [Fact]
    public async Task TakeAsync_TwoPeople_FirstHasIt()
    {
        IncidentId id = (await Report(Escalated(Raised()))).Id;
        IncidentAnswer taken = await _grain.ActAsync(id, new TakeIncident(), Officer, None);
        IncidentAnswer again = await _grain.ActAsync(id, new TakeIncident(), Officer, None);

        Assert.Equal((IncidentState.InProgress, "police", 2), (taken.Incident!.State, taken.Incident.Owner, taken.Incident.Revision));
        Assert.Equal(taken.Incident, again.Incident);
        Assert.Equal(IncidentRefusal.TakenByAnother, (await _grain.ActAsync(id, new TakeIncident(), Colleague, None)).Refusal);
        Assert.Equal(IncidentRefusal.TakenByAnother, (await _grain.ActAsync(id, Closing, Colleague, None)).Refusal);
        Assert.NotNull((await _grain.ActAsync(id, Closing, Supervisor, None)).Incident);
    }

    [Fact]
    public async Task HandOver_ToAPerson_OnlySheAccepts()
    {
        IncidentId id = (await Report(Escalated(Raised()))).Id;
        await _grain.ActAsync(id, new TakeIncident(), Officer, None);
        var handOver = new HandOverIncident(new DeskTarget(DeskTargetKind.User, "police2"), "fin de service");
        Incident handed = (await _grain.ActAsync(id, handOver, Officer, None)).Incident!;

        Assert.Equal((IncidentState.HandedOver, "police"), (handed.State, handed.Owner));
        Assert.Equal("fin de service", handed.Steps[^1].Note);
        var third = new IncidentActor("police3", IsAtDesk: true, IsSupervisor: false);
        Assert.Equal(IncidentRefusal.HandedToAnother, (await _grain.ActAsync(id, new TakeIncident(), third, None)).Refusal);
        Incident accepted = (await _grain.ActAsync(id, new TakeIncident(), Colleague, None)).Incident!;
        Assert.Equal((IncidentState.InProgress, "police2", IncidentStepKind.Accepted), (accepted.State, accepted.Owner, accepted.Steps[^1].Kind));
        Assert.Null(accepted.HandedTo);
    }

    [Theory]
    [InlineData(DeskRoles.PoliceDesk, false)]
    [InlineData(DeskRoles.Supervisor, true)]
    public async Task HandOver_ToARole_WhoeverHasItAccepts(string role, bool isRefused)
    {
        IncidentId id = (await Report(Escalated(Raised()))).Id;
        await _grain.ActAsync(id, new HandOverIncident(new DeskTarget(DeskTargetKind.Role, role), "à suivre"), Officer, None);

        Assert.Equal(isRefused ? IncidentRefusal.HandedToAnother : null, (await _grain.ActAsync(id, new TakeIncident(), Colleague, None)).Refusal);
        Assert.Equal(isRefused, (await _grain.ActAsync(id, new TakeIncident(), Supervisor, None)).Incident is not null);
    }

    [Fact]
    public async Task Notes_AppendedOnly_AndNoneOnAClosedIncident()
    {
        IncidentId id = (await Report(Escalated(Raised()))).Id;
        await _grain.ActAsync(id, new NoteIncident(" patrouille envoyée "), Officer, None);
        _time.Advance(TimeSpan.FromMinutes(3));
        Incident noted = (await _grain.ActAsync(id, new NoteIncident(new string('x', 5000)), Colleague, None)).Incident!;
        Incident closed = (await _grain.ActAsync(
            id, new CloseIncident(IncidentOutcome.Transmitted, IncidentRecipient.Gendarmerie, "avis donné"), Officer, None)).Incident!;

        IncidentStep[] notes = [.. noted.Steps.Where(step => step.Kind == IncidentStepKind.Noted)];
        Assert.Equal(["police", "police2"], notes.Select(note => note.By));
        Assert.Equal("patrouille envoyée", notes[0].Note);
        Assert.Equal(IncidentRules.MaxNoteChars, notes[1].Note!.Length);
        Assert.Equal(TimeSpan.FromMinutes(3), notes[1].At - notes[0].At);
        Assert.Equal(noted.Steps, closed.Steps.Take(noted.Steps.Count));
        Assert.Equal((IncidentOutcome.Transmitted, IncidentRecipient.Gendarmerie, _time.GetUtcNow()), (closed.Outcome, closed.Recipient, closed.ClosedAt));
        Assert.Equal(IncidentRefusal.Closed, (await _grain.ActAsync(id, new NoteIncident("trop tard"), Officer, None)).Refusal);
    }

    [Fact]
    public async Task Reopen_Closed_IsFreeAgainWithTheReason()
    {
        IncidentId id = (await Report(Escalated(Raised()))).Id;
        Assert.Equal(IncidentRefusal.NotClosed, (await _grain.ActAsync(id, new ReopenIncident("x"), Officer, None)).Refusal);
        await _grain.ActAsync(id, Closing, Officer, None);
        Incident open = (await _grain.ActAsync(id, new ReopenIncident("il rappelle"), Colleague, None)).Incident!;

        Assert.Equal((IncidentState.New, "il rappelle", "police2"), (open.State, open.Steps[^1].Note, open.Steps[^1].By));
        Assert.Null(open.Owner);
        Assert.Null(open.ClosedAt);
    }

    [Fact]
    public async Task Attach_FurtherCall_OnceAndWithTrace()
    {
        IncidentId id = (await Report(Escalated(Raised()))).Id;
        IncidentCall call = Call(CallId.New(_time));
        Incident attached = (await _grain.ActAsync(id, new AttachCall(call), Officer, None)).Incident!;

        Assert.Equal([null, "police"], attached.Calls.Select(one => one.AttachedBy));
        Assert.Equal(call.CallId, attached.Steps[^1].CallId);
        Assert.True(_grain.Attached.Contains(call.CallId));
        Assert.Equal(IncidentRefusal.AlreadyAttached, (await _grain.ActAsync(id, new AttachCall(call), Officer, None)).Refusal);
        Alarm later = Escalated(Raised()) with { CallId = call.CallId };
        Assert.Equal(id, (await Report(later)).Id);
    }

    [Fact]
    public async Task Attach_BeyondTheLimits_Refused()
    {
        IncidentId id = (await Report(Escalated(Raised()))).Id;
        for (int i = 1; i < IncidentRules.MaxCalls; i++)
        {
            await _grain.ActAsync(id, new AttachCall(Call(CallId.New(_time))), Officer, None);
        }

        Assert.Equal(IncidentRefusal.Full, (await _grain.ActAsync(id, new AttachCall(Call(CallId.New(_time))), Officer, None)).Refusal);
    }

    [Fact]
    public async Task MergeAsync_TwoIncidents_OneGoesOnWithEverything()
    {
        Alarm first = Escalated(Raised());
        Alarm second = Escalated(Raised()) with { Severity = AlarmSeverity.Critical, Category = AlarmCategory.Weapon };
        Incident into = await Report(first);
        Incident ended = await Report(second);
        Incident whole = (await _grain.MergeAsync(ended.Id, into.Id, "même événement", Officer, None)).Incident!;
        Incident gone = (await _grain.FindAsync(ended.Id, None))!;

        Assert.Equal([first.CallId, second.CallId], whole.Calls.Select(call => call.CallId));
        Assert.Equal([first.Id, second.Id], whole.Alarms);
        Assert.Equal((AlarmSeverity.Critical, AlarmCategory.Weapon), (whole.Severity, whole.Category));
        Assert.Equal((IncidentStepKind.Absorbed, ended.Id, "même événement"), (whole.Steps[^1].Kind, whole.Steps[^1].Other!.Value, whole.Steps[^1].Note));
        Assert.Equal((IncidentState.Closed, into.Id), (gone.State, gone.MergedInto!.Value));
        Assert.Equal(whole.Id, (await Report(second with { Revision = 7, EscalatedAt = _time.GetUtcNow().AddMinutes(1) })).Id);
        Assert.Equal(IncidentRefusal.Merged, (await _grain.ActAsync(ended.Id, new ReopenIncident("x"), Officer, None)).Refusal);
        Assert.Equal(IncidentRefusal.Merged, (await _grain.MergeAsync(into.Id, ended.Id, null, Officer, None)).Refusal);
        Assert.Equal(IncidentRefusal.SameIncident, (await _grain.MergeAsync(into.Id, into.Id, null, Officer, None)).Refusal);
        Assert.Single((await _grain.GetOpenAsync(None)).Incidents);
    }

    [Fact]
    public async Task OpenAsync_ByHand_OncePerCall()
    {
        var opening = new IncidentOpening(Call(CallId.New(_time)), null, AlarmSeverity.Notice, [], "témoin au guichet");
        Incident opened = (await _grain.OpenAsync(opening, Officer, None)).Incident!;
        Incident again = (await _grain.OpenAsync(opening with { Note = null }, Colleague, None)).Incident!;
        Incident noted = (await _grain.OpenAsync(opening with { Note = "il rappelle" }, Colleague, None)).Incident!;

        Assert.Equal(opened, again);
        Assert.Equal((opened.Id, "il rappelle", "police2"), (noted.Id, noted.Steps[^1].Note, noted.Steps[^1].By));
        Assert.Equal(("police", "témoin au guichet"), (opened.OpenedBy, opened.Steps[^1].Note));
        Assert.Null(opened.Category);
    }

    [Fact]
    public async Task GetOpenAsync_Several_BySeverityThenUnhandledThenOldest()
    {
        Incident old = await Report(Escalated(Raised()));
        _time.Advance(TimeSpan.FromMinutes(1));
        Incident taken = await Report(Raised() with { Severity = AlarmSeverity.Critical });
        _time.Advance(TimeSpan.FromMinutes(1));
        Incident first = await Report(Raised() with { Severity = AlarmSeverity.Critical });
        _time.Advance(TimeSpan.FromMinutes(1));
        Incident second = await Report(Raised() with { Severity = AlarmSeverity.Critical });
        await _grain.ActAsync(taken.Id, new TakeIncident(), Officer, None);

        Assert.Equal([first.Id, second.Id, taken.Id, old.Id], (await _grain.GetOpenAsync(None)).Incidents.Select(incident => incident.Id));
    }

    [Fact]
    public async Task Numbers_BeforeTheyAreKnown_WaitAndComeInOrderWithoutGap()
    {
        Incident first = await Report(Escalated(Raised()));
        _time.Advance(TimeSpan.FromSeconds(1));
        Incident second = await Report(Escalated(Raised()));
        Assert.Null(first.Number);
        await _grain.StartNumberingAsync(new Dictionary<int, int> { [2026] = 7, [2025] = 900 }, None);
        await _grain.StartNumberingAsync(new Dictionary<int, int> { [2026] = 3 }, None);
        Incident third = await Report(Escalated(Raised()));

        Assert.Equal("2026-0008", (await _grain.FindAsync(first.Id, None))!.Number.ToString());
        Assert.Equal(second.Id, (await _grain.FindAsync(new IncidentNumber("", 2026, 9), None))!.Id);
        Assert.Equal("2026-0010", third.Number.ToString());
        Assert.Equal("2026-0008", _journal.Of<IncidentJournalled>()[2].Incident.Number.ToString());
    }

    [Fact]
    public async Task Numbers_NewYear_BeginAtOne()
    {
        await _grain.StartNumberingAsync(new Dictionary<int, int> { [2026] = 12 }, None);
        _time.Advance(TimeSpan.FromDays(60));

        Assert.Equal("2027-0001", (await Report(Escalated(Raised()))).Number.ToString());
    }

    [Fact]
    public async Task RestoreAsync_OlderThanWhatIsKnown_ChangesNothing()
    {
        Incident opened = await Report(Escalated(Raised()));
        Incident taken = (await _grain.ActAsync(opened.Id, new TakeIncident(), Officer, None)).Incident!;
        await _grain.RestoreAsync([opened], isWhole: true, None);

        Assert.Equal(taken, await _grain.FindAsync(opened.Id, None));
        Assert.True((await _grain.GetOpenAsync(None)).IsWhole);
    }

    [Fact]
    public async Task RestoreAsync_AfterARestart_AlarmsFindTheirIncidentAndNumbersGoOn()
    {
        await _grain.StartNumberingAsync(new Dictionary<int, int>(), None);
        Alarm alarm = Escalated(Raised());
        Incident before = await Report(alarm);
        IncidentGrain after = NewGrain();
        await after.RestoreAsync([before], isWhole: true, None);
        await after.StartNumberingAsync(new Dictionary<int, int>(), None);

        Assert.Equal(before, await after.ReportAsync(alarm, Call(alarm.CallId), None));
        Alarm next = Escalated(Raised());
        Assert.Equal("2026-0002", (await after.ReportAsync(next, Call(next.CallId), None)).Number.ToString());
        Assert.True(after.Attached.Contains(alarm.CallId));
        await after.CloseAsync();
    }

    [Fact]
    public async Task Closed_MoreThanMemoryHolds_TheOldestAreForgotten()
    {
        Incident oldest = await Report(Escalated(Raised()));
        await _grain.ActAsync(oldest.Id, Closing, Officer, None);
        for (int i = 0; i < IncidentGrain.MaxClosed; i++)
        {
            Incident incident = await Report(Escalated(Raised()));
            await _grain.ActAsync(incident.Id, Closing, Officer, None);
        }

        Assert.Null(await _grain.FindAsync(oldest.Id, None));
        Assert.False(_grain.Attached.Contains(oldest.Calls[0].CallId));
        Assert.Equal(IncidentGrain.MaxClosed, (await _grain.GetKnownAsync(None)).Count);
        Assert.Equal(IncidentRefusal.NotFound, (await _grain.ActAsync(oldest.Id, new ReopenIncident("x"), Officer, None)).Refusal);
    }

    private List<IncidentChanged> Heard()
    {
        List<IncidentChanged> heard = [];
        while (_heard.TryRead(out LiveEvent? liveEvent))
        {
            heard.Add((IncidentChanged)liveEvent);
        }

        return heard;
    }
}
