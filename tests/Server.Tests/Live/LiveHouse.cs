using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains;
using Supervision.Grains.Calls;
using Supervision.Grains.Feed;
using Supervision.Grains.Ports;
using Supervision.Grains.Rules;
using Supervision.Server.Live;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Server.Tests.Live;

/// <summary>Real grains and a real feed, with fakes for what lies beyond them.</summary>
internal sealed class LiveHouse : IAsyncDisposable
{
    private static readonly AlarmWordList Words = AlarmWordList.LoadDefault();

    internal LiveHouse()
    {
        var ports = new GrainPorts
        {
            Time = Time,
            Feed = Feed,
            Journal = Journal,
            Words = new LiveWordList(Words),
            Settings = new GrainsSettings(),
            Loggers = NullLoggerFactory.Instance,
        };
        Directory = new GrainDirectory(ports, () => Recorder, () => Speech);
        Snapshots = new LiveSnapshots(Directory);
    }

    internal ManualTimeProvider Time { get; } = new();

    internal LiveFeed Feed { get; } = new();

    internal FakeJournal Journal { get; } = new();

    internal FakeRecorder Recorder { get; } = new();

    internal FakeSpeechEngine Speech { get; } = new();

    internal GrainDirectory Directory { get; }

    internal LiveSnapshots Snapshots { get; }

    public ValueTask DisposeAsync() => Directory.DisposeAsync();

    internal async Task<CallGrain> StartCallAsync(string agentNumber = "201")
    {
        var grain = (CallGrain)Directory.Call(CallId.New(Time));
        var start = new CallStart(
            CallSource.SipRec,
            new Party("0612345678", null),
            new Party(agentNumber, null),
            [Lane.Caller, Lane.Agent],
            Time.GetUtcNow(),
            IsDemonstration: false);
        await grain.StartAsync(start, CancellationToken.None);
        return grain;
    }
}
