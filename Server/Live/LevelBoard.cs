using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>
/// Gathers the levels of all calls into one frame each <see cref="Interval"/>, once for all connections: a connection takes the next
/// frame when it is ready for one, so that a slow one skips frames and queues none.
/// </summary>
internal sealed class LevelBoard(ILiveFeed feed, TimeProvider time) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>1,600 calls × 10 a second in one second; the oldest levels are dropped beyond.</summary>
    private const int QueueCapacity = 16384;

    private TaskCompletionSource<LevelsFrame> _next = NewFrame();

    /// <summary>The next frame; an empty one when nothing was measured.</summary>
    internal Task<LevelsFrame> Next => Volatile.Read(ref _next).Task;

    public override void Dispose()
    {
        _next.TrySetCanceled();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using ILiveSubscription levels = feed.Subscribe(QueueCapacity, static liveEvent => liveEvent is LevelsMeasured);
        using var timer = new PeriodicTimer(Interval, time);
        var newest = new Dictionary<CallId, LevelsMeasured>();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            while (levels.TryRead(out LiveEvent? liveEvent))
            {
                newest[liveEvent.CallId] = (LevelsMeasured)liveEvent;
            }

            LevelsFrame frame = newest.Count == 0 ? LevelsFrame.Empty : LevelsFrame.Of(newest.Values);
            newest.Clear();
            Interlocked.Exchange(ref _next, NewFrame()).TrySetResult(frame);
        }
    }

    private static TaskCompletionSource<LevelsFrame> NewFrame() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
