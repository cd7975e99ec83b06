using System.Collections.Immutable;
using System.Net.Sockets;

namespace Supervision.Telephony.Rtp.Sending;

/// <summary>
/// Plays many RTP streams from one or two threads: simulated SBC, tests, load. The schedule is absolute — packet n is due at start + n ×
/// ptime, however late the one before was — so nothing drifts. Thread-safe.
/// </summary>
public sealed class RtpSender : IDisposable
{
    /// <summary>Between two looks at what is due, a tenth of a packet: the jitter that it adds.</summary>
    private const int RestMs = 2;

    private readonly TimeProvider _time;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Worker[] _workers;
    private int _nextWorker;

    /// <param name="time">Paces the packets.</param>
    /// <param name="threads">1 to 4; one sends 50,000 packets a second with a third of a core.</param>
    public RtpSender(TimeProvider time, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 4);
        _time = time;
        _workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker(time, _stop))];
    }

    /// <summary>Streams that are playing.</summary>
    public int ActiveStreams => _workers.Sum(worker => worker.Count);

    /// <summary>Packets given to the network by all streams so far.</summary>
    public long PacketsSent => _workers.Sum(worker => worker.PacketsSent);

    /// <summary>Begins to play the streams now and together, sample for sample: the two lanes of a call belong in one call.</summary>
    public void Add(params ReadOnlySpan<RtpStream> streams)
    {
        long now = _time.GetTimestamp();
        foreach (RtpStream stream in streams)
        {
            stream.Begin(now, _time.TimestampFrequency);
        }

        _workers[(uint)Interlocked.Increment(ref _nextWorker) % (uint)_workers.Length].Add(streams);
    }

    /// <summary>Stops all streams and waits for the threads.</summary>
    public void Dispose()
    {
        _stop.Set();
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>One thread, its streams and the socket they share.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly TimeProvider _time;
        private readonly ManualResetEvent _stop;
        private readonly Socket _common;
        private readonly Thread _thread;
        private ImmutableArray<RtpStream> _streams = [];
        private long _packetsOfEnded;

        internal Worker(TimeProvider time, ManualResetEvent stop)
        {
            _time = time;
            _stop = stop;

            // One dual-mode socket reaches IPv6 only in mapped form; streams to IPv6 bring their own.
            _common = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _thread = new Thread(Run) { IsBackground = true, Name = "rtp-sender" };
            _thread.Start();
        }

        internal long PacketsSent => Interlocked.Read(ref _packetsOfEnded) + _streams.Sum(stream => stream.PacketsSent);

        internal int Count => _streams.Length;

        internal void Add(ReadOnlySpan<RtpStream> streams)
        {
            ImmutableArray<RtpStream> added = [.. streams];
            ImmutableInterlocked.Update(ref _streams, static (all, more) => all.AddRange(more), added);
        }

        public void Dispose()
        {
            _thread.Join();
            _common.Dispose();
            foreach (RtpStream stream in _streams)
            {
                stream.Abandon();
            }
        }

        private void Run()
        {
            while (!_stop.WaitOne(RestMs))
            {
                long now = _time.GetTimestamp();
                foreach (RtpStream stream in _streams)
                {
                    if (stream.Due <= now && !stream.SendDue(_common, now, _time.TimestampFrequency))
                    {
                        Interlocked.Add(ref _packetsOfEnded, stream.PacketsSent);
                        ImmutableInterlocked.Update(ref _streams, static (all, ended) => all.Remove(ended), stream);
                    }
                }
            }
        }
    }
}
