using Supervision.Speech.Wire;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Worker;

/// <summary>
/// Tells the server five times a second where each lane stands and each second how the worker feels, looks after the pool, and ends a worker
/// whose decoder is stuck. One thread.
/// </summary>
internal sealed class WorkerPulse : IDisposable
{
    private const int IntervalMs = 200;

    /// <summary>5 × 200 ms = 1 s.</summary>
    private const int BeatsPerSecond = 5;

    /// <summary>A turn is half a second of audio: 15 s for it is no load, it is a hang.</summary>
    private static readonly TimeSpan StuckLimit = TimeSpan.FromSeconds(15);

    private readonly WorkerContext _context;
    private readonly DecodeScheduler _scheduler;
    private readonly VadLoop _vad;
    private readonly AggressionLoop? _aggression;
    private readonly Func<WorkerLane[]> _lanes;
    private readonly Action<Exception> _failed;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;
    private readonly Thread _maintenance;
    private long _skippedOfEnded;

    internal WorkerPulse(
        WorkerContext context, DecodeScheduler scheduler, VadLoop vad, AggressionLoop? aggression, Func<WorkerLane[]> lanes, Action<Exception> failed)
    {
        _context = context;
        _scheduler = scheduler;
        _vad = vad;
        _aggression = aggression;
        _lanes = lanes;
        _failed = failed;
        _thread = new Thread(Run) { IsBackground = true, Name = "pulse" };
        _maintenance = new Thread(Maintain) { IsBackground = true, Name = "pool", Priority = ThreadPriority.BelowNormal };
    }

    internal void Start()
    {
        _thread.Start();
        _maintenance.Start();
    }

    /// <summary>Keeps an ended lane's skipped samples in the sum.</summary>
    internal void CountSkipped(long samples) => Interlocked.Add(ref _skippedOfEnded, samples);

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
            _maintenance.Join();
        }

        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            for (int beat = 0; !_stop.WaitOne(IntervalMs); beat++)
            {
                _context.Outbox.Progress(_lanes());
                if (beat % BeatsPerSecond == 0)
                {
                    _context.Outbox.Stats(Stats());
                    _aggression?.Tell();
                }

                if (_scheduler.LongestTurn() > StuckLimit)
                {
                    throw new TimeoutException("A decoder is stuck.");
                }
            }
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The server is gone; the main thread ends by itself.
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }

    private void Maintain()
    {
        try
        {
            while (!_stop.WaitOne(1000))
            {
                _context.Pool.Maintain(Environment.WorkingSet);
            }
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }

    private WorkerStats Stats()
    {
        WorkerLane[] lanes = _lanes();
        long skipped = Volatile.Read(ref _skippedOfEnded);
        foreach (WorkerLane lane in lanes)
        {
            skipped += lane.Queue.SkippedSamples;
        }

        return new WorkerStats
        {
            ResidentBytes = Environment.WorkingSet,
            CpuMs = (long)Environment.CpuUsage.TotalTime.TotalMilliseconds,
            Lanes = lanes.Length,
            Recognisers = _context.Pool.Alive,
            RecognisersLent = _context.Pool.Lent,
            RecognisersMade = _context.Pool.Made,
            DecodedMs = _context.DecodedSamples / 8,
            SkippedMs = skipped / 8,
            VadWindows = _vad.Windows,
            QuietWindows = _vad.QuietWindows,
            VadMs = _vad.VadMs,
        };
    }
}
