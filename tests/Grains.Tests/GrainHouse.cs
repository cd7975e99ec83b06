using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Alarms;
using Supervision.Grains.Calls;
using Supervision.Grains.Feed;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Grains.Tension;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Live;
using Supervision.Testing;

namespace Supervision.Grains.Tests;

/// <summary>A directory with fakes around it and a subscription that hears everything.</summary>
internal sealed class GrainHouse : IAsyncDisposable
{
    private static readonly AlarmWordList DefaultWords = AlarmWordList.LoadDefault();
    private readonly ILiveSubscription _heard;

    internal GrainHouse(
        bool hasSpeech = true,
        GrainsSettings? settings = null,
        AlarmsSettings? alarms = null,
        TensionParameters? tension = null,
        AggressionSettings? aggression = null)
    {
        Feed = new LiveFeed();
        _heard = Feed.Subscribe(10_000);
        var ports = new GrainPorts
        {
            Time = Time,
            Feed = Feed,
            Journal = Journal,
            Words = new LiveWordList(DefaultWords),
            Settings = settings ?? new GrainsSettings(),
            Alarms = alarms ?? new AlarmsSettings(),
            Tension = tension is null ? null : new FakeTensionModel(tension),
            Aggression = aggression ?? new AggressionSettings(),
            Callers = Callers,
            Loggers = NullLoggerFactory.Instance,
        };
        Directory = new GrainDirectory(ports, () => Recorder, () => hasSpeech ? Speech : null);
    }

    internal ManualTimeProvider Time { get; } = new();

    internal LiveFeed Feed { get; }

    internal FakeJournal Journal { get; } = new();

    internal FakeRecorder Recorder { get; } = new();

    internal FakeSpeechEngine Speech { get; } = new();

    internal FakeCallerHistory Callers { get; } = new();

    internal GrainDirectory Directory { get; }

    internal static CancellationToken None => CancellationToken.None;

    public ValueTask DisposeAsync() => Directory.DisposeAsync();

    internal async Task<CallGrain> StartCallAsync(params Lane[] lanes)
    {
        var grain = (CallGrain)Directory.Call(CallId.New(Time));
        await grain.StartAsync(NewCall(lanes.Length == 0 ? [Lane.Caller, Lane.Agent] : lanes), None);
        return grain;
    }

    internal CallStart NewCall(params Lane[] lanes) => new(
        CallSource.SipRec,
        new Party("0612345678", null),
        new Party("201", "Accueil"),
        lanes,
        Time.GetUtcNow(),
        IsDemonstration: false);

    /// <summary>Everything published since the last time, after every letter that was posted before.</summary>
    internal async Task<IReadOnlyList<LiveEvent>> HearAsync(ICallGrain? grain = null)
    {
        if (grain is not null)
        {
            await grain.GetSnapshotAsync(None);
        }

        // The alarms' letters are posted by the call's reader, and theirs by the alarms': there and back.
        await Directory.Alarms.GetOpenAsync(None);
        if (grain is not null)
        {
            await grain.GetSnapshotAsync(None);
        }

        var heard = new List<LiveEvent>();
        while (_heard.TryRead(out LiveEvent? liveEvent))
        {
            heard.Add(liveEvent);
        }

        return heard;
    }

    internal async Task<IReadOnlyList<T>> HearAsync<T>(ICallGrain? grain = null)
        where T : LiveEvent => [.. (await HearAsync(grain)).OfType<T>()];
}
