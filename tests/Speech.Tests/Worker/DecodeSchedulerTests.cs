using Supervision.Speech.Vosk;
using Supervision.Speech.Wire;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Worker;

public sealed class DecodeSchedulerTests : IDisposable
{
    private readonly RecogniserPool _pool = new(() => throw new VoskException("no speech here"), long.MaxValue, spares: 0);
    private readonly WorkerBench _bench;

    public DecodeSchedulerTests()
    {
        _bench = new WorkerBench(_pool);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _bench.Dispose();
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
        var idle = new WorkerLane(9, Shared.Lane.Caller, SpeechLanePriority.OpenAlarm, isBatch: false, _bench.Context);

        Assert.Equal([1u], CompletionOrder([idle, Lane(1, SpeechLanePriority.Caller)], expected: 1));
        Assert.False(idle.IsScheduled);
    }

    /// <summary>A lane whose only work is to say that it is done: what it costs is its turn.</summary>
    private WorkerLane Lane(uint id, SpeechLanePriority priority)
    {
        var lane = new WorkerLane(id, Shared.Lane.Caller, priority, isBatch: false, _bench.Context);
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
            reader.Advance(_bench.Server.Receive(reader.Free()));
            while (reader.TryRead(out FrameType type, out uint lane, out _))
            {
                Assert.Equal(FrameType.Done, type);
                order.Add(lane);
            }
        }

        return order;
    }
}
