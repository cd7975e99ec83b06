using System.Diagnostics.CodeAnalysis;
using Supervision.Client.Services;
using Supervision.Grains;
using Supervision.Grains.Alarms;
using Supervision.Grains.Calls;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Shared.Tension;

namespace Supervision.Server.Tests.Web;

/// <summary>Calls in memory behind every port that the web side uses; filters by the user as the real archive does.</summary>
internal sealed class FakeCalls : IGrainDirectory, IAlarmGrain
{
    internal Dictionary<CallId, CallSnapshot> Live { get; } = [];

    internal Dictionary<CallId, CallSnapshot> Ended { get; } = [];

    internal List<Alarm> Open { get; } = [];

    internal Dictionary<CallId, CallTension> Tensions { get; } = [];

    internal List<string> Acts { get; } = [];

    internal CallQuery? LastQuery { get; set; }

    public IReadOnlyCollection<CallId> LiveCalls => Live.Keys;

    public IAlarmGrain Alarms => this;

    internal CallSnapshot Add(string agentNumber, bool isLive, TimeProvider time)
    {
        CallSnapshot call = new()
        {
            Id = CallId.New(time),
            Source = CallSource.SipRec,
            State = isLive ? CallState.Live : CallState.Ended,
            Recording = RecordingState.Recording,
            Transcription = TranscriptionState.Live,
            Caller = new Party("0612345678", null),
            Agent = new Party(agentNumber, "Accueil"),
            StartedAt = time.GetUtcNow(),
            Lanes = [Lane.Caller, Lane.Agent],
        };
        (isLive ? Live : Ended)[call.Id] = call;
        return call;
    }

    internal Alarm AddAlarm(CallId call, TimeProvider time)
    {
        Alarm alarm = new()
        {
            Id = AlarmId.New(time),
            CallId = call,
            Category = AlarmCategory.Threat,
            Severity = AlarmSeverity.Critical,
            State = AlarmState.Raised,
            RaisedAt = time.GetUtcNow(),
            Reasons = [],
            Revision = 1,
        };
        Open.Add(alarm);
        return alarm;
    }

    public ICallGrain Call(CallId id) => new Grain(this, id);

    public bool TryGetLiveCall(CallId id, [NotNullWhen(true)] out ICallGrain? grain)
    {
        grain = Live.ContainsKey(id) ? new Grain(this, id) : null;
        return grain is not null;
    }

    public Task<IReadOnlyList<Alarm>> GetOpenAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Alarm>>([.. Open]);

    public Task<Alarm> ReportAsync(AlarmReport report, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Alarm?> AcknowledgeAsync(AlarmId id, string by, CancellationToken cancellationToken) => Change(id, alarm => alarm with
    {
        State = AlarmState.Acknowledged,
        AcknowledgedBy = by,
    });

    public Task<Alarm?> ResolveAsync(AlarmId id, string by, AlarmOutcome outcome, string? note, CancellationToken cancellationToken) =>
        Change(id, alarm => alarm with { State = AlarmState.Resolved, ResolvedBy = by, Outcome = outcome, Note = note });

    public Task RestoreAsync(IReadOnlyList<Alarm> open, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ForgetWordsAsync(CallId callId, CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<Alarm?> Change(AlarmId id, Func<Alarm, Alarm> change)
    {
        int index = Open.FindIndex(alarm => alarm.Id == id);
        if (index < 0)
        {
            return Task.FromResult<Alarm?>(null);
        }

        Alarm changed = change(Open[index]);
        Open.RemoveAt(index);
        if (changed.State != AlarmState.Resolved)
        {
            Open.Add(changed);
        }

        return Task.FromResult<Alarm?>(changed);
    }

    /// <summary>As the database side: what the user may not see is not there.</summary>
    internal sealed class Archive(FakeCalls calls, ICurrentUser user) : ICallArchive
    {
        public Task<CallPage> SearchAsync(CallQuery query, CancellationToken cancellationToken)
        {
            calls.LastQuery = query;
            CallListItem[] items = [.. calls.Ended.Values.Where(user.MaySee).Select(call => new CallListItem(call, 0, null))];
            return Task.FromResult(new CallPage(items, items.Length));
        }

        public Task<CallDetails?> GetAsync(CallId id, CancellationToken cancellationToken)
        {
            CallSnapshot? call = calls.Ended.GetValueOrDefault(id) ?? calls.Live.GetValueOrDefault(id);
            return Task.FromResult(call is null || !user.MaySee(call) ? null : new CallDetails
            {
                Call = call,
                Transcript = [],
                Alarms = [],
                Events = [],
                HasRecording = true,
                DurationMs = 1000,
                Tension = calls.Tensions.GetValueOrDefault(id),
            });
        }
    }

    /// <summary>The live side, unfiltered: the API must filter by itself.</summary>
    internal sealed class LiveConsole(FakeCalls calls) : ILiveConsole
    {
        public Task<LiveSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new LiveSnapshot([.. calls.Live.Values], [.. calls.Open], []));

        public async IAsyncEnumerable<IReadOnlyList<LiveEvent>> WatchAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }

        public Task<LiveFigures> GetFiguresAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new LiveFigures(calls.Live.Count, 0, null, calls.Open.Count));

        public IReadOnlyList<PartHealth> GetHealth() => [];
    }

    internal sealed class Desk(FakeCalls calls, ICurrentUser user) : IAlarmDesk
    {
        public Task<Alarm?> AcknowledgeAsync(AlarmId id, CancellationToken cancellationToken) =>
            calls.AcknowledgeAsync(id, user.Name!, cancellationToken);

        public Task<Alarm?> ResolveAsync(AlarmId id, AlarmOutcome outcome, string? note, CancellationToken cancellationToken) =>
            calls.ResolveAsync(id, user.Name!, outcome, note, cancellationToken);
    }

    private sealed class Grain(FakeCalls calls, CallId id) : ICallGrain
    {
        public Task<CallTension?> GetTensionAsync(CancellationToken cancellationToken) => Task.FromResult<CallTension?>(null);

        public Task MakePrivateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CallSnapshot> GetSnapshotAsync(CancellationToken cancellationToken) => Task.FromResult(calls.Live[id]);

        public bool MayBeHeard => calls.Live[id].Recording is RecordingState.Recording or RecordingState.Failed;

        public Task<ListenAnswer> AddListenerAsync(CallListener listener, CancellationToken cancellationToken)
        {
            if (calls.Live[id].Recording is RecordingState.Refused)
            {
                return Task.FromResult(ListenAnswer.Refused);
            }

            calls.Live[id] = calls.Live[id] with { Listeners = [.. calls.Live[id].Listeners, listener.Name] };
            return Task.FromResult(ListenAnswer.Allowed);
        }

        public Task RemoveListenerAsync(Guid listener, CancellationToken cancellationToken)
        {
            calls.Live[id] = calls.Live[id] with { Listeners = [] };
            return Task.CompletedTask;
        }

        public Task PauseRecordingAsync(string by, CancellationToken cancellationToken) => Act("pause", by);

        public Task ResumeRecordingAsync(string by, CancellationToken cancellationToken) => Act("resume", by);

        public Task RefuseRecordingAsync(string by, CancellationToken cancellationToken) => Act("refuse", by);

        public Task StartAsync(CallStart start, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void OnAudio(Lane lane, AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711) => throw new NotSupportedException();

        public Task SetHeldAsync(bool isHeld, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetPartiesAsync(Party caller, Party agent, IReadOnlyList<Lane> lanes, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task PressKeyAsync(Lane lane, char key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetRecorderFailedAsync(bool hasFailed, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LiveTranscript> GetTranscriptAsync(CancellationToken cancellationToken) => Task.FromResult(new LiveTranscript(id, [], []));

        public Task EndAsync(CallEndReason reason, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        private Task Act(string act, string by)
        {
            calls.Acts.Add($"{act} by {by}");
            return Task.CompletedTask;
        }
    }
}
