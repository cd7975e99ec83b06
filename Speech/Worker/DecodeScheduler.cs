using Supervision.Speech.Vosk;

namespace Supervision.Speech.Worker;

/// <summary>
/// Decoder threads and the lanes that wait for them: first open alarms, then callers, then agents, then recordings; in turn within a
/// rank. A lane is on one thread at a time and gives it up after half a second of audio.
/// </summary>
internal sealed class DecodeScheduler : IDisposable
{
    /// <summary>2 windows × 32 ms: an idle decoder is fed 64 ms at a time, a busy one whatever has gathered.</summary>
    internal const int MinSamples = 512;

    private readonly object _gate = new();
    private readonly Queue<WorkerLane>[] _ready = [new(), new(), new(), new()];
    private readonly List<WorkerLane> _withoutRecogniser = [];
    private readonly RecogniserPool _pool;
    private readonly Action<WorkerLane> _completed;
    private readonly Action<Exception> _failed;
    private readonly Thread[] _threads;
    private readonly long[] _busySince;
    private readonly TimeProvider _time;
    private bool _stopping;

    /// <param name="threads">Decoder threads.</param>
    /// <param name="pool">Tells when a recogniser is given back.</param>
    /// <param name="time">For the watch on a stuck thread.</param>
    /// <param name="completed">A lane told its last word.</param>
    /// <param name="failed">A thread died of an exception: the worker must end.</param>
    internal DecodeScheduler(int threads, RecogniserPool pool, TimeProvider time, Action<WorkerLane> completed, Action<Exception> failed)
    {
        _pool = pool;
        _time = time;
        _completed = completed;
        _failed = failed;
        _busySince = new long[threads];
        _threads = new Thread[threads];
        pool.Returned += OnReturned;
        for (int i = 0; i < threads; i++)
        {
            int index = i;
            _threads[i] = new Thread(() => Run(index)) { IsBackground = true, Name = $"decoder {i}" };
        }
    }

    internal void Start()
    {
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Puts the lane in line if it has something to decode and is not there already.</summary>
    internal void Offer(WorkerLane lane)
    {
        if (!lane.Queue.HasWork(MinSamples))
        {
            return;
        }

        lock (_gate)
        {
            if (!lane.IsScheduled)
            {
                Enqueue(lane);
            }
        }
    }

    internal void SetPriority(WorkerLane lane, SpeechLanePriority priority)
    {
        lock (_gate)
        {
            SpeechLanePriority former = lane.Priority;
            lane.Priority = priority;
            if (lane.IsWaiting && former != priority)
            {
                // Rare and short: one turn of the former rank's queue.
                Queue<WorkerLane> queue = _ready[(int)former];
                for (int i = queue.Count; i > 0; i--)
                {
                    WorkerLane other = queue.Dequeue();
                    (other == lane ? _ready[(int)priority] : queue).Enqueue(other);
                }
            }
        }
    }

    /// <summary>How long the longest running turn takes so far.</summary>
    internal TimeSpan LongestTurn()
    {
        TimeSpan longest = TimeSpan.Zero;
        for (int i = 0; i < _busySince.Length; i++)
        {
            long since = Volatile.Read(ref _busySince[i]);
            if (since != 0 && _time.GetElapsedTime(since) is { } turn && turn > longest)
            {
                longest = turn;
            }
        }

        return longest;
    }

    public void Dispose()
    {
        _pool.Returned -= OnReturned;
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads.Where(thread => thread.IsAlive))
        {
            thread.Join();
        }
    }

    private void Enqueue(WorkerLane lane)
    {
        lane.IsScheduled = lane.IsWaiting = true;
        _ready[(int)lane.Priority].Enqueue(lane);
        Monitor.Pulse(_gate);
    }

    private void Run(int index)
    {
        ThreadNice.LowerThisThread();
        short[] buffer = new short[VoskRecogniser.MaxChunkSamples];
        try
        {
            while (Next() is { } lane)
            {
                Volatile.Write(ref _busySince[index], _time.GetTimestamp());
                TurnResult result = Turn(lane, buffer);
                Volatile.Write(ref _busySince[index], 0);
                Release(lane, result);
            }
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }

    private static TurnResult Turn(WorkerLane lane, short[] buffer)
    {
        if (!lane.IsClosed)
        {
            TurnResult result = lane.Decoder.Turn(buffer);
            if (!lane.IsClosed)
            {
                return result;
            }
        }

        lane.Decoder.Abandon();
        return TurnResult.Completed;
    }

    private WorkerLane? Next()
    {
        lock (_gate)
        {
            while (!_stopping)
            {
                foreach (Queue<WorkerLane> queue in _ready)
                {
                    if (queue.TryDequeue(out WorkerLane? lane))
                    {
                        lane.IsWaiting = false;
                        return lane;
                    }
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    private void Release(WorkerLane lane, TurnResult result)
    {
        if (result == TurnResult.Completed)
        {
            _completed(lane);
            return;
        }

        // Lock order: the scheduler's, then the queue's; never the other way round.
        lock (_gate)
        {
            lane.IsScheduled = false;
            if (result == TurnResult.NoRecogniser)
            {
                lane.IsScheduled = true;
                _withoutRecogniser.Add(lane);
                if (_pool.Lent == 0 || _pool.HasIdle)
                {
                    RetryWaiting();
                }
            }
            else if (lane.IsClosed || lane.Queue.HasWork(MinSamples))
            {
                Enqueue(lane);
            }
        }
    }

    /// <summary>A closed lane must give its recogniser back though it has no audio: one last turn.</summary>
    internal void OfferClosed(WorkerLane lane)
    {
        lock (_gate)
        {
            if (!lane.IsScheduled)
            {
                Enqueue(lane);
            }
        }
    }

    private void OnReturned()
    {
        lock (_gate)
        {
            RetryWaiting();
        }
    }

    /// <summary>The most urgent first, since there is one recogniser for them.</summary>
    private void RetryWaiting()
    {
        foreach (WorkerLane lane in _withoutRecogniser.OrderBy(lane => lane.Priority))
        {
            Enqueue(lane);
        }

        _withoutRecogniser.Clear();
    }
}
