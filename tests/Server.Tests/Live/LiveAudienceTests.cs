using System.Security.Claims;
using Supervision.Grains.Incidents;
using Supervision.Server.Live;
using Supervision.Server.Security;
using Supervision.Server.Tests.Incidents;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Server.Tests.Live;

public sealed class LiveAudienceTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly AttachedCalls _attached = new();

    [Fact]
    public void Judge_Agent_SeesHerCallsOnlyAndTheirWords()
    {
        LiveAudience agent = Of(Roles.Agent, "201");
        CallSnapshot own = Call("201");
        CallSnapshot other = Call("202");

        Assert.Equal(LiveAudience.Verdict.Pass, agent.Judge(Words(own.Id)));
        Assert.Equal(LiveAudience.Verdict.Show, agent.Judge(new CallUpdated(own)));
        Assert.Equal(LiveAudience.Verdict.Pass, agent.Judge(new CallUpdated(other)));
        Assert.Equal(LiveAudience.Verdict.Show, agent.Judge(Words(own.Id)));
        Assert.Equal(LiveAudience.Verdict.Pass, agent.Judge(Words(other.Id)));
        Assert.Equal(LiveAudience.Verdict.Show, agent.Judge(new CallEnded(own)));
    }

    [Fact]
    public void Judge_CallIsTransferred_MovesFromOneAgentToTheOther()
    {
        LiveAudience first = Of(Roles.Agent, "201");
        LiveAudience second = Of(Roles.Agent, "202");
        CallSnapshot call = Call("201");
        first.Judge(new CallUpdated(call));
        second.Judge(new CallUpdated(call));

        var moved = new CallUpdated(call with { Agent = new Party("202", null) });
        Assert.Equal(LiveAudience.Verdict.ShowAnew, first.Judge(moved));
        Assert.Equal(LiveAudience.Verdict.Pass, first.Judge(Words(call.Id)));
        Assert.Equal(LiveAudience.Verdict.Show, second.Judge(moved));
    }

    [Theory]
    [InlineData(Roles.Supervisor)]
    [InlineData(Roles.Administrator)]
    public void Judge_Watcher_SeesAll(string role)
    {
        Assert.Equal(LiveAudience.Verdict.Show, Of(role, null).Judge(Words(CallId.New(_time))));
    }

    [Theory]
    [InlineData(Roles.Agent, null)]
    [InlineData(Roles.Agent, "")]
    [InlineData(Roles.PoliceDesk, null)]
    public void Judge_NobodyInParticular_SeesNothing(string role, string? number)
    {
        LiveAudience nobody = Of(role, number);

        Assert.Equal(LiveAudience.Verdict.Pass, nobody.Judge(new CallUpdated(Call(null))));
        Assert.Equal(LiveAudience.Verdict.Pass, nobody.Judge(new CallUpdated(Call(""))));
        Assert.Empty(nobody.Filter(new LiveSnapshot([Call(null), Call("")], [], [])).Calls);
        Assert.Equal(LiveAudience.Verdict.Pass, LiveAudience.Of((ClaimsPrincipal?)null, new AttachedCalls()).Judge(new CallUpdated(Call("201"))));
    }

    [Fact]
    public void Filter_SnapshotAndLevels_KeepsHerOwn()
    {
        LiveAudience agent = Of(Roles.Agent, "201");
        CallSnapshot own = Call("201");
        CallSnapshot other = Call("202");
        LiveSnapshot filtered = agent.Filter(new LiveSnapshot(
            [own, other], [], [new LiveTranscript(other.Id, [], []), new LiveTranscript(own.Id, [], [])]));

        Assert.Equal(own, Assert.Single(filtered.Calls));
        Assert.Equal(own.Id, Assert.Single(filtered.Transcripts).CallId);
        LevelsFrame levels = agent.Filter(LevelsFrame.Of(
            [new LevelsMeasured(other.Id, -1, -2, null), new LevelsMeasured(own.Id, -30.4f, null, -89.6f)]));
        Assert.Equal([own.Id], levels.Calls);
        Assert.Equal([-30, null, -90], levels.Levels);
    }

    [Fact]
    public void Judge_Desk_SeesAttachedCallsFromTheMomentTheyAre()
    {
        LiveAudience desk = Of(Roles.PoliceDesk, null);
        CallSnapshot call = Call("201");
        CallSnapshot other = Call("202");
        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(new CallUpdated(call)));
        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(Words(call.Id)));
        Incident incident = IncidentSamples.Of(call.Id, 1, _time.GetUtcNow());
        _attached.Replace(null, incident);

        Assert.Equal(LiveAudience.Verdict.ShowAnew, desk.Judge(new IncidentChanged(incident)));
        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(new IncidentChanged(incident)));
        Assert.Equal(LiveAudience.Verdict.Show, desk.Judge(Words(call.Id)));
        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(Words(other.Id)));
        LiveSnapshot seen = desk.Filter(new LiveSnapshot([call, other], [], [new LiveTranscript(call.Id, [], []), new LiveTranscript(other.Id, [], [])]));
        Assert.Equal(call, Assert.Single(seen.Calls));
        Assert.Equal(call.Id, Assert.Single(seen.Transcripts).CallId);
        Assert.Equal([call.Id], desk.Filter(LevelsFrame.Of([new LevelsMeasured(other.Id, -1, -2, null), new LevelsMeasured(call.Id, -3, null, null)])).Calls);
    }

    [Fact]
    public void Judge_CallIsDetached_NothingOfItIsHersFromThatMoment()
    {
        LiveAudience desk = Of(Roles.PoliceDesk, null);
        CallSnapshot call = Call("201");
        CallSnapshot stays = Call("202");
        Incident before = IncidentSamples.Of(call.Id, 1, _time.GetUtcNow());
        Incident other = IncidentSamples.Of(stays.Id, 2, _time.GetUtcNow());
        _attached.Replace(null, before);
        _attached.Replace(null, other);
        desk.Judge(new IncidentChanged(before));
        desk.Judge(new IncidentChanged(other));
        Assert.Equal(LiveAudience.Verdict.Show, desk.Judge(new CallUpdated(call)));

        Incident after = before with { Calls = [] };
        _attached.Replace(before, after);
        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(Words(call.Id)));
        Assert.Equal(LiveAudience.Verdict.ShowAnew, desk.Judge(new IncidentChanged(after)));

        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(new TranscriptFinal(call.Id, new Utterance { Lane = Lane.Caller, Kind = UtteranceKind.Speech, StartMs = 0, EndMs = 1, Text = "non" })));
        Assert.Empty(desk.Filter(LevelsFrame.Of([new LevelsMeasured(call.Id, -1, -2, null)])).Calls);
        Assert.Empty(desk.Filter(new TensionFrame([call.Id], [1000, 900, 3], 0.7f)).Calls);
        Assert.Empty(desk.Filter(new LiveSnapshot([call], [], [new LiveTranscript(call.Id, [], [])])).Calls);
        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(new CallUpdated(call)));
        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(new IncidentChanged(after)));
        Assert.Equal(LiveAudience.Verdict.Show, desk.Judge(Words(stays.Id)));
    }

    [Fact]
    public void Judge_DetachedCallOfHerOwnNumberOrOfAnotherIncident_StaysHers()
    {
        LiveAudience desk = Of(Roles.PoliceDesk, "201");
        CallSnapshot own = Call("201");
        CallSnapshot twice = Call("202");
        Incident first = IncidentSamples.Of(own.Id, 1, _time.GetUtcNow());
        first = first with { Calls = [.. first.Calls, first.Calls[0] with { CallId = twice.Id }] };
        Incident second = IncidentSamples.Of(twice.Id, 2, _time.GetUtcNow());
        _attached.Replace(null, first);
        _attached.Replace(null, second);
        desk.Filter(new LiveSnapshot([own, twice], [], []));

        _attached.Replace(first, first with { Calls = [] });

        Assert.Equal(LiveAudience.Verdict.Pass, desk.Judge(new IncidentChanged(first with { Calls = [] })));
        Assert.Equal(LiveAudience.Verdict.Show, desk.Judge(Words(own.Id)));
        Assert.Equal(LiveAudience.Verdict.Show, desk.Judge(Words(twice.Id)));
    }

    [Fact]
    public void Judge_Agent_HearsOfNoIncident()
    {
        LiveAudience agent = Of(Roles.Agent, "201");
        Incident incident = IncidentSamples.Of(Call("202").Id, 1, _time.GetUtcNow());
        _attached.Replace(null, incident);

        Assert.Equal(LiveAudience.Verdict.Pass, agent.Judge(new IncidentChanged(incident)));
        Assert.Equal(LiveAudience.Verdict.Pass, agent.Judge(Words(incident.Calls[0].CallId)));
    }

    private LiveAudience Of(string role, string? number)
    {
        List<Claim> claims = [new(ClaimTypes.Role, role)];
        if (number is not null)
        {
            claims.Add(new Claim(ClaimNames.AgentNumber, number));
        }

        return LiveAudience.Of(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), _attached);
    }

    private static TranscriptPartial Words(CallId id) => new(id, new PartialUtterance(Lane.Caller, 0, "bonjour"));

    private CallSnapshot Call(string? agent) => new()
    {
        Id = CallId.New(_time),
        Source = CallSource.SipRec,
        State = CallState.Live,
        Recording = RecordingState.Recording,
        Transcription = TranscriptionState.Live,
        Caller = new Party("0612345678", null),
        Agent = new Party(agent, null),
        StartedAt = _time.GetUtcNow(),
        Lanes = [Lane.Caller, Lane.Agent],
    };
}
