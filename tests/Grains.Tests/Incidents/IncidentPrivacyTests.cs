using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Calls;
using Supervision.Grains.Feed;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests.Incidents;

/// <summary>A call that is found to be private leaves nobody's number or name in an incident, whenever its finding comes.</summary>
public sealed class IncidentPrivacyTests : IncidentScene
{
    private readonly CallId _private;

    public IncidentPrivacyTests()
    {
        _private = CallId.New(_time);
    }

    [Fact]
    public async Task ForgetPartiesAsync_CallOfAnIncident_ItsNumberAndNameGoAndTheOthersStay()
    {
        Incident opened = await OpenAsync(_private);
        await _grain.ActAsync(opened.Id, new AttachCall(Of(CallId.New(_time))), Officer, None);
        using ILiveSubscription heard = _feed.Subscribe(10);
        await _grain.ForgetPartiesAsync(_private, None);
        await _grain.ForgetPartiesAsync(_private, None);
        Incident now = (await _grain.FindAsync(opened.Id, None))!;

        Assert.Equal([(null, null), ("0612345678", "Mme Œuvrard")], now.Calls.Select(call => (call.CallerNumber, call.CallerName)));
        Assert.Equal((3, _private, 2), (now.Revision, now.Calls[0].CallId, now.Steps.Count));
        Assert.Equal(now, _journal.Of<IncidentJournalled>()[^1].Incident);
        Assert.True(heard.TryRead(out LiveEvent? told));
        Assert.Equal(now, Assert.IsType<IncidentChanged>(told).Incident);
        Assert.False(heard.TryRead(out _));
    }

    [Fact]
    public async Task ForgetPartiesAsync_PartiesReadBeforeAndBroughtAfter_AreNotTaken()
    {
        await _grain.ForgetPartiesAsync(_private, None);
        Incident byAlarm = await _grain.ReportAsync(Raised() with { CallId = _private, Severity = AlarmSeverity.Critical }, Of(_private), None);
        CallId another = CallId.New(_time);
        await _grain.ForgetPartiesAsync(another, None);
        IncidentAnswer attached = await _grain.ActAsync(byAlarm.Id, new AttachCall(Of(another)), Officer, None);
        CallId third = CallId.New(_time);
        await _grain.ForgetPartiesAsync(third, None);
        Incident byHand = await OpenAsync(third);
        var fromBefore = byHand with { Id = IncidentId.New(_time), Calls = [Of(third)] };
        await _grain.RestoreAsync([fromBefore], isWhole: true, None);

        Assert.All(
            [byAlarm, attached.Incident!, byHand, .. await _grain.GetKnownAsync(None), .. _journal.Of<IncidentJournalled>().Select(entry => entry.Incident)],
            incident => Assert.All(incident.Calls, call => Assert.Equal((null, null), (call.CallerNumber, call.CallerName))));
        Assert.Equal(2, attached.Incident!.Calls.Count);
    }

    [Fact]
    public async Task Detach_Call_NoStepTellsWhoseItWas()
    {
        Incident opened = await OpenAsync(CallId.New(_time));
        await _grain.ActAsync(opened.Id, new AttachCall(Of(_private) with { CallerNumber = "0755555555" }), Officer, None);
        await _grain.ActAsync(opened.Id, new DetachCall(_private, [], null), Officer, None);
        Incident now = (await _grain.FindAsync(opened.Id, None))!;

        Assert.Equal(_private, now.Steps[^1].CallId);
        Assert.DoesNotContain("0755555555", JsonSerializer.Serialize(now), StringComparison.Ordinal);
        Assert.Equal("0612345678", Assert.Single(now.Calls).CallerNumber);
    }

    [Fact]
    public async Task MakePrivateAsync_CallOfAnIncident_TheIncidentIsTold()
    {
        var ports = new GrainPorts
        {
            Time = _time,
            Feed = _feed,
            Journal = _journal,
            Words = new LiveWordList(AlarmWordList.LoadDefault()),
            Incidents = _grain,
            Settings = new GrainsSettings(),
            Loggers = NullLoggerFactory.Instance,
        };
        await using var directory = new GrainDirectory(ports, () => new FakeRecorder(), () => null);
        ICallGrain call = directory.Call(_private);
        await call.StartAsync(
            new CallStart(CallSource.SipRec, new("0612345678", null), new("201", null), [Lane.Caller], _time.GetUtcNow(), false), None);
        Incident opened = await OpenAsync(_private);
        await call.MakePrivateAsync(None);

        Assert.Null((await _grain.FindAsync(opened.Id, None))!.Calls[0].CallerNumber);
    }

    private async Task<Incident> OpenAsync(CallId call) =>
        (await _grain.OpenAsync(new IncidentOpening(Of(call), null, AlarmSeverity.Serious, [], null), Officer, None)).Incident!;

    private IncidentCall Of(CallId call) => new(call, "0612345678", "Mme Œuvrard", _time.GetUtcNow(), default, null);
}
