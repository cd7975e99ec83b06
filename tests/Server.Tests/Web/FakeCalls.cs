using System.Collections.Concurrent;
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
using Supervision.Testing;

namespace Supervision.Server.Tests.Web;

/// <summary>
/// Calls in memory behind every port that the web side uses; filters by the user as the real archive does. Safe from any thread: the
/// server's read while a test adds.
/// </summary>
internal sealed class FakeCalls : IGrainDirectory, IAlarmGrain
{
    internal ConcurrentDictionary<CallId, CallSnapshot> Live { get; } = new();

    internal ConcurrentDictionary<CallId, CallSnapshot> Ended { get; } = new();

    internal SharedCollection<Alarm> Open { get; } = [];

    internal SharedCollection<Alarm> Closed { get; } = [];

    internal AlarmQuery? LastAlarmQuery { get; set; }
    internal ConcurrentDictionary<CallId, CallTension> Tensions { get; } = new();

    internal SharedCollection<string> Acts { get; } = [];

    /// <summary>Called while a recording is paused, resumed or refused, in the request of whoever does it.</summary>
    internal Func<Task>? Acting { get; set; }

    internal CallQuery? LastQuery { get; set; }

    public IReadOnlyCollection<CallId> LiveCalls => [.. Live.Keys];

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

    public Task<Alarm?> GetAsync(AlarmId id, CancellationToken cancellationToken) =>
        Task.FromResult(Open.Concat(Closed).FirstOrDefault(alarm => alarm.Id == id));

    public Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AlarmStep>>(
            [.. Open.Concat(Closed).Where(alarm => alarm.Id == id).Select(alarm => AlarmStep.Of(alarm, new AlarmAct(AlarmStepKind.Raised), alarm.RaisedAt))]);

    internal SharedCollection<AlarmReport> Reports { get; } = [];

    public Task<Alarm> ReportAsync(AlarmReport report, CancellationToken cancellationToken)
    {
        Reports.Add(report);
        return Task.FromResult(AddAlarm(report.CallId, TimeProvider.System) with { Category = report.Category, Severity = report.Severity });
    }

    public Task<Alarm?> LowerAsync(AlarmReport report, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Alarm?> AcknowledgeAsync(AlarmId id, string by, CancellationToken cancellationToken) => Change(id, alarm => alarm with
    {
        State = AlarmState.Acknowledged,
        AcknowledgedBy = by,
    });

    public Task<Alarm?> TakeOverAsync(AlarmId id, string by, CancellationToken cancellationToken) =>
        Change(id, alarm => Acknowledged(alarm) with { AcknowledgedBy = by });

    public Task<Alarm?> EscalateAsync(AlarmId id, string by, string? note, CancellationToken cancellationToken) =>
        Change(id, alarm => alarm.EscalatedAt is null
            ? alarm with { EscalatedAt = alarm.RaisedAt, EscalatedBy = by }
            : throw new AlarmRefusedException(AlarmRefusal.AlreadyEscalated));

    public Task<Alarm?> SnoozeAsync(AlarmId id, string by, TimeSpan length, CancellationToken cancellationToken) =>
        Change(id, alarm => Acknowledged(alarm) with { SnoozedUntil = alarm.RaisedAt + length });

    public Task<Alarm?> ResolveAsync(AlarmId id, string by, AlarmOutcome outcome, string? note, CancellationToken cancellationToken) =>
        Change(id, alarm => alarm with { State = AlarmState.Resolved, ResolvedBy = by, Outcome = outcome, Note = note });

    public Task<Alarm> CorrectAsync(Alarm kept, string by, AlarmOutcome outcome, string reason, CancellationToken cancellationToken) =>
        kept.State == AlarmState.Resolved
            ? Task.FromResult(kept with { Outcome = outcome })
            : throw new AlarmRefusedException(AlarmRefusal.NotResolved);

    public Task RestoreAsync(IReadOnlyList<Alarm> open, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WithdrawVoiceAsync(CallId callId, int upToMs, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ForgetWordsAsync(CallId callId, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static Alarm Acknowledged(Alarm alarm) =>
        alarm.State == AlarmState.Acknowledged ? alarm : throw new AlarmRefusedException(AlarmRefusal.NotAcknowledged);

    private Task<Alarm?> Change(AlarmId id, Func<Alarm, Alarm> change)
    {
        Alarm? open = Open.FirstOrDefault(alarm => alarm.Id == id);
        if (open is null)
        {
            return Closed.Any(alarm => alarm.Id == id)
                ? throw new AlarmRefusedException(AlarmRefusal.AlreadyResolved)
                : Task.FromResult<Alarm?>(null);
        }

        Alarm changed = change(open);
        Open.Remove(open);
        (changed.State == AlarmState.Resolved ? Closed : Open).Add(changed);
        return Task.FromResult<Alarm?>(changed);
    }

    /// <summary>Alarms as the record would find them: the open and the closed ones.</summary>
    internal sealed class AlarmArchive(FakeCalls calls, ICurrentUser user) : IAlarmArchive
    {
        public Task<AlarmPage> SearchAsync(AlarmQuery query, CancellationToken cancellationToken)
        {
            calls.LastAlarmQuery = query;
            AlarmListItem[] items = [.. calls.Open.Concat(calls.Closed).Select(alarm => new AlarmListItem(alarm, null))];
            return Task.FromResult(new AlarmPage(query.Page == 1 ? items : [], items.Length));
        }

        public Task<AlarmFigures> GetFiguresAsync(AlarmQuery query, CancellationToken cancellationToken) =>
            Task.FromResult(new AlarmFigures(3, 1, 1, 0, 1, TimeSpan.FromSeconds(9)));

        public Task<Alarm?> GetAsync(AlarmId id, CancellationToken cancellationToken) =>
            user.SeesAllCalls ? calls.GetAsync(id, cancellationToken) : Task.FromResult<Alarm?>(null);

        public Task<IReadOnlyList<AlarmStep>> GetStepsAsync(AlarmId id, CancellationToken cancellationToken) => calls.GetStepsAsync(id, cancellationToken);
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
                HasRecording = call.Recording is not (RecordingState.Refused or RecordingState.Private),
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

            Change(live => live with { Listeners = [.. live.Listeners, listener.Name] });
            return Task.FromResult(ListenAnswer.Allowed);
        }

        public Task RemoveListenerAsync(Guid listener, CancellationToken cancellationToken)
        {
            Change(live => live with { Listeners = [] });
            return Task.CompletedTask;
        }

        public Task PauseRecordingAsync(string by, CancellationToken cancellationToken) => Act("pause", by, cancellationToken);

        public Task ResumeRecordingAsync(string by, CancellationToken cancellationToken) => Act("resume", by, cancellationToken);

        public Task RefuseRecordingAsync(string by, CancellationToken cancellationToken) => Act("refuse", by, cancellationToken);

        public Task StartAsync(CallStart start, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void OnAudio(Lane lane, AudioCodec codec, long positionSamples, ReadOnlySpan<byte> g711) => throw new NotSupportedException();

        public Task SetHeldAsync(bool isHeld, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetMediaSilentAsync(bool isSilent, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetPartiesAsync(Party caller, Party agent, IReadOnlyList<Lane> lanes, bool isAgentLaneUnknown, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task PressKeyAsync(Lane lane, char key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetRecorderFailedAsync(bool hasFailed, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LiveTranscript> GetTranscriptAsync(CancellationToken cancellationToken) => Task.FromResult(new LiveTranscript(id, [], []));

        public Task EndAsync(CallEndReason reason, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        private void Change(Func<CallSnapshot, CallSnapshot> change) =>
            calls.Live.AddOrUpdate(id, _ => throw new InvalidOperationException("not live"), (_, live) => change(live));

        private async Task Act(string act, string by, CancellationToken cancellationToken)
        {
            calls.Acts.Add($"{act} by {by}");
            if (calls.Acting is { } acting)
            {
                await acting();
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
