using Supervision.Grains.Ports;
using Supervision.Grains.Tension;
using Supervision.Shared.Live;

namespace Supervision.Server.Live;

/// <summary>
/// Gathers the tension of all calls into one frame each <see cref="Interval"/>, once for all connections, as <see cref="LevelBoard"/>
/// does for levels: at most two messages a second to a browser, whatever the number of calls.
/// </summary>
internal sealed class TensionBoard(ILiveFeed feed, ITensionModel model, TimeProvider time) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>1,000 calls × 2 a second for four seconds; the oldest points are dropped beyond, and drawn as a gap.</summary>
    private const int QueueCapacity = 8192;

    private TaskCompletionSource<TensionFrame> _next = NewFrame();

    /// <summary>The next frame; an empty one when nothing was measured.</summary>
    internal Task<TensionFrame> Next => Volatile.Read(ref _next).Task;

    public override void Dispose()
    {
        _next.TrySetCanceled();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using ILiveSubscription tension = feed.Subscribe(QueueCapacity, static liveEvent => liveEvent is TensionMeasured or TensionWithdrawn);
        using var timer = new PeriodicTimer(Interval, time);
        var gathered = new List<TensionMeasured>();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            while (tension.TryRead(out LiveEvent? liveEvent))
            {
                if (liveEvent is TensionMeasured measured)
                {
                    gathered.Add(measured);
                }
                else
                {
                    gathered.RemoveAll(known => known.CallId == liveEvent.CallId);
                }
            }

            TensionFrame frame = gathered.Count == 0 ? TensionFrame.Empty : TensionFrame.Of(gathered, (model.Parameters ?? new TensionParameters()).RaiseThreshold);
            gathered.Clear();
            Interlocked.Exchange(ref _next, NewFrame()).TrySetResult(frame);
        }
    }

    private static TaskCompletionSource<TensionFrame> NewFrame() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
