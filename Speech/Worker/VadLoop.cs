using System.Diagnostics;
using Supervision.Speech.Vad;

namespace Supervision.Speech.Worker;

/// <summary>
/// The thread that hears which lanes speak: takes what came in on all lanes, runs their windows through the network together, and hands
/// lanes with speech to the decoders. Without a network a loudness rule stands in.
/// </summary>
internal sealed class VadLoop : IDisposable
{
    /// <summary>An utterance whose audio stopped coming for this long is ended: hold, or the media is lost.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for audio: how finely a stall is seen.</summary>
    private const int WaitMs = 250;

    private readonly AutoResetEvent _wake = new(false);
    private readonly SileroVad? _vad;
    private readonly DecodeScheduler _scheduler;
    private readonly Func<WorkerLane[]> _lanes;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _failed;
    private readonly WorkerLane[] _batch = new WorkerLane[SileroVad.MaxBatch];
    private readonly Thread _thread;
    private long _windows;
    private long _quiet;
    private long _vadTicks;
    private volatile bool _stopping;

    internal VadLoop(SileroVad? vad, DecodeScheduler scheduler, Func<WorkerLane[]> lanes, TimeProvider time, Action<Exception> failed)
    {
        _vad = vad;
        _scheduler = scheduler;
        _lanes = lanes;
        _time = time;
        _failed = failed;
        _thread = new Thread(Run) { IsBackground = true, Name = "vad" };
    }

    internal long Windows => Volatile.Read(ref _windows);

    internal long QuietWindows => Volatile.Read(ref _quiet);

    internal long VadMs => (long)Stopwatch.GetElapsedTime(0, Volatile.Read(ref _vadTicks)).TotalMilliseconds;

    internal void Start() => _thread.Start();

    /// <summary>Audio or the end of a lane came in.</summary>
    internal void Wake() => _wake.Set();

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                _wake.WaitOne(WaitMs);
                WorkerLane[] lanes = _lanes();
                while (JudgeRound(lanes))
                {
                }

                foreach (WorkerLane lane in lanes)
                {
                    CloseIfStalled(lane);
                    _scheduler.Offer(lane);
                }
            }
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }

    /// <summary>At most one loud window a lane, so that a batch holds many lanes. False when no lane has a window left.</summary>
    private bool JudgeRound(WorkerLane[] lanes)
    {
        int count = 0;
        bool any = false;
        foreach (WorkerLane lane in lanes)
        {
            if (lane.IsClosed || !FillLoud(lane))
            {
                continue;
            }

            any = true;
            _batch[count++] = lane;
            if (count == _batch.Length)
            {
                JudgeBatch(count);
                count = 0;
            }
        }

        if (count > 0)
        {
            JudgeBatch(count);
        }

        return any;
    }

    /// <summary>Passes quiet windows by; true when a loud one is filled.</summary>
    private bool FillLoud(WorkerLane lane)
    {
        while (lane.Intake.TryFill())
        {
            if (!QuietRule.IsQuiet(lane.Intake.Window))
            {
                return true;
            }

            _quiet++;
            lane.Intake.Judge(0);
        }

        return false;
    }

    private void JudgeBatch(int count)
    {
        _windows += count;
        if (_vad is null)
        {
            for (int i = 0; i < count; i++)
            {
                _batch[i].Intake.Judge(QuietRule.StandInProbability(_batch[i].Intake.Window));
            }

            return;
        }

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            _vad.Place(i, _batch[i].Intake.State, _batch[i].Intake.Window, count);
        }

        ReadOnlySpan<float> probabilities = _vad.Run(count);
        for (int i = 0; i < count; i++)
        {
            _vad.TakeState(i, _batch[i].Intake.State, count);
        }

        _vadTicks += Stopwatch.GetTimestamp() - start;
        for (int i = 0; i < count; i++)
        {
            _batch[i].Intake.Judge(probabilities[i]);
        }
    }

    private void CloseIfStalled(WorkerLane lane)
    {
        if (!lane.IsBatch && lane.Intake.IsSpeaking && _time.GetElapsedTime(lane.Intake.LastTimestamp) > StallLimit)
        {
            lane.Intake.Close();
        }
    }
}
