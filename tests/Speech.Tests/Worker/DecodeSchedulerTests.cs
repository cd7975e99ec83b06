using System.Net.Sockets;
using Supervision.Speech.Vosk;
using Supervision.Speech.Wire;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Worker;

public sealed class DecodeSchedulerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wire-").FullName;
    private readonly Socket _worker;
    private readonly Socket _server;
    private readonly RecogniserPool _pool = new(() => throw new VoskException("no speech here"), long.MaxValue, spares: 0);
    private readonly WorkerContext _context;

    public DecodeSchedulerTests()
    {
        var end = new UnixDomainSocketEndPoint(Path.Combine(_folder, "s"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(end);
        listener.Listen(1);
        _worker = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _worker.Connect(end);
        _server = listener.Accept();
        var options = new WorkerOptions
        {
            SocketPath = "",
            ModelDirectory = "",
            VadPath = "",
            Threads = 1,
            MaxLagMs = 5000,
            MaxMemoryMb = 100,
            WarmRecognisers = 0,
        };
        _context = new WorkerContext(options, _pool, new WorkerOutbox(_worker), TimeProvider.System);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _worker.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Offer_LanesOfAllRanks_TheUrgentComeFirstAndInTurnWithinARank()
    {
        WorkerLane[] lanes =
        [
            Lane(1, SpeechLanePriority.Batch),
            Lane(2, SpeechLanePriority.Agent),
            Lane(3, SpeechLanePriority.Caller),
            Lane(4, SpeechLanePriority.OpenAlarm),
            Lane(5, SpeechLanePriority.Caller),
            Lane(6, SpeechLanePriority.OpenAlarm),
        ];

        Assert.Equal([4u, 6u, 3u, 5u, 2u, 1u], CompletionOrder(lanes));
    }

    [Fact]
    public void SetPriority_OfAWaitingLane_MovesItForward()
    {
        WorkerLane[] lanes = [Lane(1, SpeechLanePriority.Caller), Lane(2, SpeechLanePriority.Agent), Lane(3, SpeechLanePriority.Agent)];

        Assert.Equal([3u, 1u, 2u], CompletionOrder(lanes, scheduler => scheduler.SetPriority(lanes[2], SpeechLanePriority.OpenAlarm)));
    }

    [Fact]
    public void Offer_NothingToDecode_IsLeftAlone()
    {
        var idle = new WorkerLane(9, Shared.Lane.Caller, SpeechLanePriority.OpenAlarm, isBatch: false, _context);

        Assert.Equal([1u], CompletionOrder([idle, Lane(1, SpeechLanePriority.Caller)], expected: 1));
        Assert.False(idle.IsScheduled);
    }

    /// <summary>A lane whose only work is to say that it is done: what it costs is its turn.</summary>
    private WorkerLane Lane(uint id, SpeechLanePriority priority)
    {
        var lane = new WorkerLane(id, Shared.Lane.Caller, priority, isBatch: false, _context);
        lane.Queue.Complete();
        return lane;
    }

    private List<uint> CompletionOrder(WorkerLane[] lanes, Action<DecodeScheduler>? before = null, int? expected = null)
    {
        using var done = new CountdownEvent(expected ?? lanes.Length);
        using var scheduler = new DecodeScheduler(1, _pool, TimeProvider.System, _ => done.Signal(), e => Assert.Fail(e.ToString()));
        foreach (WorkerLane lane in lanes)
        {
            scheduler.Offer(lane);
        }

        before?.Invoke(scheduler);
        scheduler.Start();
        Assert.True(done.Wait(TimeSpan.FromSeconds(90)));
        return ReadDone(expected ?? lanes.Length);
    }

    private List<uint> ReadDone(int count)
    {
        var order = new List<uint>();
        var reader = new FrameReader();
        while (order.Count < count)
        {
            reader.Advance(_server.Receive(reader.Free()));
            while (reader.TryRead(out FrameType type, out uint lane, out _))
            {
                Assert.Equal(FrameType.Done, type);
                order.Add(lane);
            }
        }

        return order;
    }
}
