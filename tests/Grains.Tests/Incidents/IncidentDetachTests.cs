using Supervision.Grains.Incidents;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Incidents;

namespace Supervision.Grains.Tests.Incidents;

/// <summary>A call that was attached to the wrong incident leaves it, and its alarms find their own.</summary>
public sealed class IncidentDetachTests : IncidentScene
{
    [Fact]
    public async Task Detach_FurtherCall_LeavesWithWhoWhenAndWhy()
    {
        Incident opened = await Report(Escalated(Raised()));
        IncidentCall call = Call(CallId.New(_time)) with { CallerNumber = "0755555555" };
        await _grain.ActAsync(opened.Id, new AttachCall(call), Officer, None);
        _time.Advance(TimeSpan.FromMinutes(2));
        Incident left = (await _grain.ActAsync(opened.Id, new DetachCall(call.CallId, [], " autre affaire "), Colleague, None)).Incident!;

        Assert.Equal(opened.Calls[0].CallId, Assert.Single(left.Calls).CallId);
        IncidentStep step = left.Steps[^1];
        Assert.Equal(
            (IncidentStepKind.CallDetached, "police2", _time.GetUtcNow(), "autre affaire"), (step.Kind, step.By, step.At, step.Note));
        Assert.Equal((call.CallId, call.StartedAt), (step.CallId!.Value, step.CallStartedAt!.Value));
        Assert.DoesNotContain("0755555555", string.Join(' ', left.Steps), StringComparison.Ordinal);
        Assert.False(_grain.Attached.Contains(call.CallId));
        Assert.NotEqual(opened.Id, (await Report(Escalated(Raised()) with { CallId = call.CallId })).Id);
        Assert.NotNull((await _grain.ActAsync(opened.Id, new AttachCall(call), Officer, None)).Incident);
    }

    [Fact]
    public async Task Detach_OnlyUnknownOrOfAClosedIncident_Refused()
    {
        Incident opened = await Report(Escalated(Raised()));
        CallId first = opened.Calls[0].CallId;

        Assert.Equal(IncidentRefusal.LastCall, await RefusalAsync(first));
        Assert.Equal(IncidentRefusal.NotAttached, await RefusalAsync(CallId.New(_time)));
        IncidentCall further = Call(CallId.New(_time));
        await _grain.ActAsync(opened.Id, new AttachCall(further), Officer, None);
        Assert.Null(await RefusalAsync(first));
        Assert.Equal(further.CallId, Assert.Single((await _grain.FindAsync(opened.Id, None))!.Calls).CallId);
        Assert.Equal(IncidentRefusal.LastCall, await RefusalAsync(further.CallId));
        await _grain.ActAsync(opened.Id, Closing, Officer, None);
        Assert.Equal(IncidentRefusal.Closed, await RefusalAsync(further.CallId));

        async Task<IncidentRefusal?> RefusalAsync(CallId call) =>
            (await _grain.ActAsync(opened.Id, new DetachCall(call, [], null), Officer, None)).Refusal;
    }

    [Fact]
    public async Task Detach_CallJoinedWithItsAlarm_AlarmOpensAnIncidentOfItsOwn()
    {
        Alarm alarm = Escalated(Raised());
        Incident into = await Report(Escalated(Raised()));
        Incident ended = await Report(alarm);
        await _grain.MergeAsync(ended.Id, into.Id, null, Officer, None);
        Incident left = (await _grain.ActAsync(into.Id, new DetachCall(alarm.CallId, [alarm.Id], null), Officer, None)).Incident!;
        Incident own = await Report(alarm);

        Assert.Equal(into.Alarms, left.Alarms);
        Assert.DoesNotContain(own.Id, new[] { into.Id, ended.Id });
        Assert.Equal((alarm.CallId, IncidentState.New), (Assert.Single(own.Calls).CallId, own.State));
    }

    [Fact]
    public async Task Detach_AlarmThatJoinedByItsCall_LeavesWithIt()
    {
        Incident opened = await Report(Escalated(Raised()));
        IncidentCall call = Call(CallId.New(_time));
        await _grain.ActAsync(opened.Id, new AttachCall(call), Officer, None);
        Incident joined = await Report(Escalated(Raised()) with { CallId = call.CallId });
        Incident left = (await _grain.ActAsync(opened.Id, new DetachCall(call.CallId, [], null), Officer, None)).Incident!;

        Assert.Equal(2, joined.Alarms.Count);
        Assert.Equal(opened.Alarms, left.Alarms);
    }

    [Fact]
    public async Task Detach_CallOfTwoOpenIncidents_ItsAlarmsGoToTheOther()
    {
        IncidentCall call = Call(CallId.New(_time));
        Incident first = await Report(Escalated(Raised()));
        Incident second = await Report(Escalated(Raised()));
        await _grain.ActAsync(first.Id, new AttachCall(call), Officer, None);
        await _grain.ActAsync(second.Id, new AttachCall(call), Officer, None);
        await _grain.ActAsync(first.Id, new DetachCall(call.CallId, [], null), Officer, None);

        Assert.True(_grain.Attached.Contains(call.CallId));
        Assert.Equal(second.Id, (await Report(Escalated(Raised()) with { CallId = call.CallId })).Id);
    }

    [Fact]
    public async Task RestoreAsync_AfterADetachment_TheCallStaysOut()
    {
        Incident opened = await Report(Escalated(Raised()));
        IncidentCall call = Call(CallId.New(_time));
        Incident attached = (await _grain.ActAsync(opened.Id, new AttachCall(call), Officer, None)).Incident!;
        Incident left = (await _grain.ActAsync(opened.Id, new DetachCall(call.CallId, [], null), Officer, None)).Incident!;
        IncidentGrain after = NewGrain();
        await after.RestoreAsync([left], isWhole: true, None);
        await after.RestoreAsync([attached], isWhole: true, None);

        Assert.False(after.Attached.Contains(call.CallId));
        Assert.Equal(left.Steps, (await after.FindAsync(opened.Id, None))!.Steps);
        await after.CloseAsync();
    }
}
