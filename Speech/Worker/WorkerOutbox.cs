using System.Net.Sockets;
using Supervision.Shared.Calls;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Worker;

/// <summary>
/// The worker's voice: each call sends one whole frame. Thread-safe. Blocks when the server does not read: then decoding stops too, lanes
/// skip ahead by their own bound, and nothing grows.
/// </summary>
internal sealed class WorkerOutbox(Socket socket)
{
    private readonly Lock _gate = new();
    private readonly FrameWriter _writer = new();

    internal void Hello(int processId)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Hello, 0);
            _writer.Int32(processId);
            Send();
        }
    }

    internal void Ready(int sampleRate, int loadMs, string? vadFault)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Ready, 0);
            _writer.Int32(sampleRate);
            _writer.Int32(loadMs);
            _writer.Byte(vadFault is null ? (byte)1 : (byte)0);
            _writer.Text(vadFault);
            Send();
        }
    }

    internal void Failed(WorkerFault fault, string reason)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Failed, 0);
            _writer.Byte((byte)fault);
            _writer.Text(reason);
            Send();
        }
    }

    internal void Partial(uint lane, int startMs, string text)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Partial, lane);
            _writer.Int32(startMs);
            _writer.Text(text);
            Send();
        }
    }

    internal void Final(uint lane, int startMs, int endMs, string text, List<Word> words)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Final, lane);
            _writer.Int32(startMs);
            _writer.Int32(endMs);
            _writer.Text(text);
            _writer.UInt16((ushort)words.Count);
            foreach (Word word in words)
            {
                _writer.Int32(word.StartMs);
                _writer.Int32(word.EndMs);
                _writer.Single(word.Confidence);
                _writer.Text(word.Text);
            }

            Send();
        }
    }

    internal void Gap(uint lane, long from, long to)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Gap, lane);
            _writer.Int64(from);
            _writer.Int64(to);
            Send();
        }
    }

    internal void Done(uint lane)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Done, lane);
            Send();
        }
    }

    /// <summary>Where each lane stands, in as few frames as they fit in.</summary>
    internal void Progress(ReadOnlySpan<WorkerLane> lanes)
    {
        const int perFrame = WireFormat.MaxBodyBytes / WireFormat.ProgressBytes;
        lock (_gate)
        {
            do
            {
                ReadOnlySpan<WorkerLane> some = lanes[..Math.Min(perFrame, lanes.Length)];
                lanes = lanes[some.Length..];
                _writer.Begin(FrameType.Progress, 0);
                foreach (WorkerLane lane in some)
                {
                    Write(lane);
                }

                Send();
            }
            while (!lanes.IsEmpty);
        }
    }

    internal void Stats(in WorkerStats stats)
    {
        lock (_gate)
        {
            stats.Write(_writer);
            SendWritten();
        }
    }

    internal void Score(uint lane, int fromMs, int toMs, float probability)
    {
        lock (_gate)
        {
            _writer.Begin(FrameType.Score, lane);
            _writer.Int32(fromMs);
            _writer.Int32(toMs);
            _writer.Single(probability);
            Send();
        }
    }

    internal void Aggression(in AggressionStats stats, string fault)
    {
        lock (_gate)
        {
            stats.Write(_writer, fault);
            SendWritten();
        }
    }

    private void Write(WorkerLane lane)
    {
        if (lane.Intake.Position < 0)
        {
            return;
        }

        long safe = lane.SafePosition(out bool isSpeaking);
        _writer.UInt32(lane.Id);
        _writer.Int64(safe);
        _writer.Int64(lane.Queue.Oldest() ?? lane.Intake.Position);
        _writer.Int32((int)Math.Min(int.MaxValue, lane.Queue.LagSamples() / 8));
        _writer.Byte(isSpeaking ? (byte)1 : (byte)0);
    }

    private void Send()
    {
        _writer.End();
        SendWritten();
    }

    private void SendWritten()
    {
        ReadOnlySpan<byte> rest = _writer.Written;
        while (!rest.IsEmpty)
        {
            rest = rest[socket.Send(rest)..];
        }

        _writer.Clear();
    }
}
