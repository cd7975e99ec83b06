using Supervision.Grains.Feed;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Live;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Server.Tests.Live;

public sealed class CallerHistoryTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CallerHistory _history;

    public CallerHistoryTests() => _history = new CallerHistory(new LiveFeed(), _time);

    public void Dispose() => _history.Dispose();

    [Fact]
    public void Look_CallsOfTheNumber_AreCountedButTheOneThatAsks()
    {
        CallSnapshot first = Call("0612345678");
        _history.Hear(new CallUpdated(first));
        _history.Hear(new CallUpdated(first));
        _history.Hear(new CallUpdated(Call("+33612345678")));
        _history.Hear(new CallUpdated(Call("0033612345678")));
        _history.Hear(new CallUpdated(Call("0699887766")));

        Assert.Equal(new CallerPast(2, 0), _history.Look("0612345678", first.Id, _time.GetUtcNow()));
        Assert.Equal(new CallerPast(0, 0), _history.Look("0611111111", first.Id, _time.GetUtcNow()));
    }

    [Fact]
    public void Look_OlderCalls_DoNotCount()
    {
        _history.Hear(new CallUpdated(Call("0612345678")));
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(0, _history.Look("0612345678", default, _time.GetUtcNow().AddMinutes(-60)).Calls);
        Assert.Equal(1, _history.Look("0612345678", default, _time.GetUtcNow().AddMinutes(-62)).Calls);
    }

    [Fact]
    public void Look_ConfirmedAlarm_CountsForADay()
    {
        CallSnapshot call = Call("0612345678");
        _history.Hear(new CallUpdated(call));
        _history.Hear(new AlarmUpdated(Resolved(call.Id, AlarmOutcome.FalseAlarm)));
        Assert.Equal(0, _history.Look("0612345678", default, _time.GetUtcNow()).ConfirmedAlarms);

        _history.Hear(new AlarmUpdated(Resolved(call.Id, AlarmOutcome.Confirmed)));
        _time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(1, _history.Look("0612345678", default, _time.GetUtcNow()).ConfirmedAlarms);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _history.Look("0612345678", default, _time.GetUtcNow()).ConfirmedAlarms);
    }

    [Fact]
    public void Hear_FoundPrivate_IsForgotten()
    {
        CallSnapshot call = Call("0612345678");
        _history.Hear(new CallUpdated(call));
        _history.Hear(new CallUpdated(call with { Recording = RecordingState.Private, Caller = new Party(null, null) }));
        Assert.Equal(0, _history.Count);
        Assert.Equal(default, _history.Look("0612345678", default, DateTimeOffset.MinValue));
    }

    [Fact]
    public void Hear_NumberComesOrChangesLate_CountsForTheNewOne()
    {
        CallSnapshot call = Call("0612345678");
        _history.Hear(new CallUpdated(call with { Caller = new Party(null, null) }));
        _history.Hear(new CallUpdated(call));
        _history.Hear(new CallUpdated(call with { Caller = new Party("0699887766", null) }));
        Assert.Equal(0, _history.Look("0612345678", default, DateTimeOffset.MinValue).Calls);
        Assert.Equal(1, _history.Look("0699887766", default, DateTimeOffset.MinValue).Calls);
    }

    [Fact]
    public void Learn_FromTheRecord_IsKnownToo()
    {
        CallSnapshot known = Call("0612345678");
        _history.Hear(new CallUpdated(known));
        _history.Learn(
        [
            new PastCall(CallId.New(_time), "0612345678", _time.GetUtcNow().AddMinutes(-5), _time.GetUtcNow()),
            new PastCall(known.Id, "0612345678", known.StartedAt, null),
        ]);
        Assert.Equal(new CallerPast(1, 1), _history.Look("0612345678", known.Id, _time.GetUtcNow().AddHours(-1)));
    }

    [Fact]
    public void Hear_Demonstration_IsNotRemembered()
    {
        _history.Hear(new CallUpdated(Call("0612345678") with { IsDemonstration = true }));
        Assert.Equal(0, _history.Count);
    }

    [Fact]
    public void Sweep_AfterADay_ForgetsEverything()
    {
        _history.Hear(new CallUpdated(Call("0612345678")));
        _time.Advance(TimeSpan.FromHours(25));
        _history.Hear(new CallUpdated(Call("0699887766")));
        _history.Sweep();
        Assert.Equal(1, _history.Count);
    }

    private CallSnapshot Call(string number) => new()
    {
        Id = CallId.New(_time),
        Source = CallSource.SipRec,
        State = CallState.Live,
        Recording = RecordingState.Recording,
        Transcription = TranscriptionState.Live,
        Caller = new Party(number, null),
        Agent = new Party("201", null),
        StartedAt = _time.GetUtcNow(),
        Lanes = [Lane.Caller, Lane.Agent],
    };

    private Alarm Resolved(CallId call, AlarmOutcome outcome) => new()
    {
        Id = AlarmId.New(_time),
        CallId = call,
        Category = AlarmCategory.Threat,
        Severity = AlarmSeverity.Serious,
        State = AlarmState.Resolved,
        RaisedAt = _time.GetUtcNow(),
        ResolvedAt = _time.GetUtcNow(),
        Outcome = outcome,
        Reasons = [],
        Revision = 2,
    };
}
