using System.Net.Sockets;
using Microsoft.ML.OnnxRuntime;
using Supervision.Speech.Aggression;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Worker.Aggression;

/// <summary>
/// The thread that scores the callers' voices: loads the model, then runs what waits, of several calls together. It yields to the decoders;
/// a model that does not load or fails costs the scores and nothing else.
/// </summary>
internal sealed class AggressionLoop : IDisposable
{
    /// <summary>Windows that become due within 100 ms are run together; beside windows of 2 s it is no delay.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    /// <summary>Failures in a row after which the model is given up.</summary>
    private const int MostFailures = 3;

    private readonly string _directory;
    private readonly CallerAudioQueue _queue;
    private readonly WorkerOutbox _outbox;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly CallerAudio?[] _batch = new CallerAudio?[AggressionScorer.MaxBatch];
    private volatile AggressionState _state = AggressionState.Loading;
    private string _fault = "";
    private int _failures;
    private long _windows;
    private long _runs;
    private long _cpuTicks;
    private int _waitMs;

    internal AggressionLoop(string directory, CallerAudioQueue queue, WorkerOutbox outbox, TimeProvider time)
    {
        _directory = directory;
        _queue = queue;
        _outbox = outbox;
        _time = time;
        _thread = new Thread(Run) { IsBackground = true, Name = "aggression" };
    }

    internal void Start() => _thread.Start();

    /// <summary>Tells the server how it goes. Called by the pulse and by this thread.</summary>
    internal void Tell()
    {
        var stats = new AggressionStats
        {
            State = _state,
            Windows = Volatile.Read(ref _windows),
            Runs = Volatile.Read(ref _runs),
            CpuMicroseconds = Volatile.Read(ref _cpuTicks) / TimeSpan.TicksPerMicrosecond,
            Dropped = _queue.Dropped,
            WaitMs = Interlocked.Exchange(ref _waitMs, 0),
        };
        _outbox.Aggression(stats, Volatile.Read(ref _fault));
    }

    public void Dispose()
    {
        _queue.Stop();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        try
        {
            ThreadNice.LowerThisThread(ThreadNice.Background);
            Serve();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server is gone; the main thread ends by itself.
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            _queue.Stop();
        }
    }

    private void Serve()
    {
        using var scorer = new AggressionScorer(AggressionModelFile.Read(_directory).Network);
        _state = AggressionState.Scoring;
        Tell();
        TimeSpan before = ThreadCpu.Now();
        while (_queue.Wait(Gather))
        {
            while (_queue.Take(_batch) is > 0 and int count)
            {
                Score(scorer, count);
            }

            TimeSpan now = ThreadCpu.Now();
            Volatile.Write(ref _cpuTicks, _cpuTicks + (now - before).Ticks);
            before = now;
        }
    }

    private void Score(AggressionScorer scorer, int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                scorer.Place(i, _batch[i]!);
            }

            Tell(scorer.Run(count));
            _failures = 0;
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException)
        {
            if (++_failures >= MostFailures)
            {
                throw;
            }
        }
        finally
        {
            for (int i = 0; i < count; i++)
            {
                _queue.Return(_batch[i]!);
                _batch[i] = null;
            }
        }
    }

    private void Tell(ReadOnlySpan<float> probabilities)
    {
        for (int i = 0; i < probabilities.Length; i++)
        {
            CallerAudio audio = _batch[i]!;

            // Closed while it was looked at: paused, refused or ended.
            if (!audio.Lane.IsClosed)
            {
                _outbox.Score(audio.Lane.LaneId, CallClock.ToMs(audio.From), CallClock.ToMs(audio.To), probabilities[i]);
            }
        }

        Volatile.Write(ref _windows, _windows + probabilities.Length);
        Volatile.Write(ref _runs, _runs + 1);
        int waitMs = (int)_time.GetElapsedTime(_batch[0]!.PostedAt).TotalMilliseconds;
        Volatile.Write(ref _waitMs, Math.Max(_waitMs, waitMs));
    }

    private void Fail(Exception exception)
    {
        // The library itself, when it is missing, comes wrapped in the failure of a type's initialiser.
        string reason = (exception is TypeInitializationException { InnerException: { } inner } ? inner : exception).Message;
        Volatile.Write(ref _fault, reason.Split('\n')[0]);
        _state = AggressionState.Failed;
        try
        {
            Tell();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server is gone; the main thread ends by itself.
        }
    }
}
