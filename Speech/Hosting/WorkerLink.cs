using System.Net.Sockets;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Hosting;

/// <summary>
/// The connection to one worker: a thread that sends what lanes have and a thread that receives and tells them what was found. Lanes are
/// noted at most once in the queue to send, so that it is bounded by their number; their audio waits in their own bounded rings.
/// </summary>
internal sealed partial class WorkerLink
{
    /// <summary>One window of the VAD: lanes that become ready within it are sent together, so that the VAD has nearly all of them in one batch.</summary>
    private const int GatherMs = 32;

    /// <summary>One send; below the socket's buffer, so that a worker that reads never blocks the sender.</summary>
    private const int SendBytes = 60_000;

    private readonly Socket _socket;
    private readonly IWorkerEvents _events;
    private readonly object _gate = new();
    private readonly Dictionary<uint, SpeechLane> _lanes = [];
    private readonly FrameWriter _writer = new();
    private readonly object _stopGate = new();
    private readonly HashSet<SpeechLane> _queued = [];
    private readonly Queue<uint> _forgotten = new();
    private Queue<SpeechLane> _ready = new();
    private Queue<SpeechLane> _sending = new();
    private volatile bool _stopped;

    internal WorkerLink(Socket socket, string modelName, string aggressionName, IWorkerEvents events)
    {
        _socket = socket;
        ModelName = modelName;
        AggressionName = aggressionName;
        _events = events;
    }

    /// <summary>What its utterances are signed with.</summary>
    internal string ModelName { get; }

    /// <summary>What its scores are signed with; empty when it gives none.</summary>
    internal string AggressionName { get; }

    internal int LaneCount
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    internal void Start()
    {
        new Thread(SendLoop) { IsBackground = true, Name = "speech send" }.Start();
        new Thread(ReceiveLoop) { IsBackground = true, Name = "speech receive" }.Start();
    }

    /// <summary>False: the connection is over, and its lanes have been or are being moved.</summary>
    internal bool TryAdd(SpeechLane lane)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _lanes[lane.Id] = lane;
            }

            return !_stopped;
        }
    }

    internal void Remove(SpeechLane lane)
    {
        lock (_gate)
        {
            _lanes.Remove(lane.Id);
        }
    }

    /// <summary>The lane lives on elsewhere: the worker is told to forget it. Called on the receiving thread.</summary>
    internal void Forget(SpeechLane lane)
    {
        lock (_gate)
        {
            _lanes.Remove(lane.Id);
            if (!_stopped)
            {
                _forgotten.Enqueue(lane.Id);
                Monitor.Pulse(_gate);
            }
        }
    }

    internal SpeechLane[] Lanes()
    {
        lock (_gate)
        {
            return [.. _lanes.Values];
        }
    }

    /// <summary>The lane has something to send.</summary>
    internal void Notify(SpeechLane lane)
    {
        lock (_gate)
        {
            if (!_stopped && _queued.Add(lane))
            {
                _ready.Enqueue(lane);
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Ends the connection; the worker ends by itself, the receiver tells <see cref="IWorkerEvents.OnEnded"/>.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        lock (_stopGate)
        {
            Monitor.PulseAll(_stopGate);
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already gone.
        }
    }

    private void SendLoop()
    {
        try
        {
            while (WaitForReady())
            {
                while (_sending.TryDequeue(out SpeechLane? lane))
                {
                    Write(lane);
                }

                Flush();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The receiver sees the same end and tells it.
        }
    }

    /// <summary>Waits for a first lane, then a moment for others. False: stopped.</summary>
    private bool WaitForReady()
    {
        lock (_gate)
        {
            while (_ready.Count == 0 && _forgotten.Count == 0 && !_stopped)
            {
                Monitor.Wait(_gate);
            }
        }

        lock (_stopGate)
        {
            if (_stopped || Monitor.Wait(_stopGate, GatherMs))
            {
                return false;
            }
        }

        lock (_gate)
        {
            (_ready, _sending) = (_sending, _ready);
            _queued.Clear();
            while (_forgotten.TryDequeue(out uint id))
            {
                _writer.Begin(FrameType.Close, id);
                _writer.End();
            }
        }

        return true;
    }

    private void Write(SpeechLane lane)
    {
        do
        {
            if (!lane.Write(this, _writer, SendBytes))
            {
                if (lane.Link != this)
                {
                    Remove(lane);
                }

                return;
            }

            if (_writer.Length >= SendBytes)
            {
                Flush();
            }
        }
        while (lane.HasUnsent());
    }

    private void Flush()
    {
        ReadOnlySpan<byte> rest = _writer.Written;
        while (!rest.IsEmpty)
        {
            rest = rest[_socket.Send(rest)..];
        }

        _writer.Clear();
    }
}
