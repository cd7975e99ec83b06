using System.Net.Sockets;
using Supervision.Shared;
using Supervision.Speech.Vad;
using Supervision.Speech.Wire;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Worker;

/// <summary>One worker's life between the server's connection and its end: reads frames and keeps the lanes. Lives on the main thread.</summary>
internal sealed class WorkerSession : IDisposable
{
    private readonly Socket _socket;
    private readonly WorkerContext _context;
    private readonly DecodeScheduler _scheduler;
    private readonly VadLoop _vad;
    private readonly AggressionLoop? _aggression;
    private readonly WorkerPulse _pulse;
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, WorkerLane> _lanes = [];
    private WorkerLane[] _snapshot = [];

    internal WorkerSession(Socket socket, WorkerContext context, SileroVad? vad)
    {
        _socket = socket;
        _context = context;
        _scheduler = new DecodeScheduler(context.Options.Threads, context.Pool, context.Time, Remove, OnFailed);
        _vad = new VadLoop(vad, _scheduler, Snapshot, context.Time, OnFailed);
        _aggression = context.CallerAudio is { } queue
            ? new AggressionLoop(context.Options.AggressionDirectory, queue, context.Outbox, context.Time)
            : null;
        _pulse = new WorkerPulse(context, _scheduler, _vad, _aggression, Snapshot, OnFailed);
    }

    /// <summary>Serves until the server goes: an orderly end, whatever the reason.</summary>
    internal void Run()
    {
        _scheduler.Start();
        _vad.Start();
        _aggression?.Start();
        _pulse.Start();
        var reader = new FrameReader();
        try
        {
            while (_socket.Receive(reader.Free()) is > 0 and int received)
            {
                reader.Advance(received);
                while (reader.TryRead(out FrameType type, out uint lane, out FrameBody body))
                {
                    Handle(type, lane, ref body);
                }

                _vad.Wake();
            }
        }
        catch (SocketException)
        {
            // The server died or killed the connection: nobody is left to work for.
        }
    }

    public void Dispose()
    {
        _pulse.Dispose();
        _vad.Dispose();
        _aggression?.Dispose();
        _scheduler.Dispose();
    }

    private void Handle(FrameType type, uint id, ref FrameBody body)
    {
        if (type == FrameType.OpenLane)
        {
            Open(id, ref body);
            return;
        }

        WorkerLane? lane;
        lock (_gate)
        {
            _lanes.TryGetValue(id, out lane);
        }

        // A lane that was completed or closed may still have frames on the way.
        switch (type)
        {
            case FrameType.Audio when lane is not null:
                AddAudio(lane, ref body);
                break;
            case FrameType.SetPriority when lane is not null:
                _scheduler.SetPriority(lane, Priority(body.Byte()));
                break;
            case FrameType.Complete when lane is not null:
                lane.Intake.Complete();
                break;
            case FrameType.Close when lane is not null:
                Unlist(lane);
                lane.IsClosed = true;
                _scheduler.OfferClosed(lane);
                break;
        }
    }

    private void Open(uint id, ref FrameBody body)
    {
        SpeechLanePriority priority = Priority(body.Byte());
        bool isBatch = body.Byte() != 0;
        var voice = (Lane)body.Byte();
        var lane = new WorkerLane(id, voice, priority, isBatch, _context);
        lock (_gate)
        {
            _lanes[id] = lane;
            Volatile.Write(ref _snapshot, [.. _lanes.Values]);
        }
    }

    private void AddAudio(WorkerLane lane, ref FrameBody body)
    {
        long position = body.Int64();
        var codec = (AudioCodec)body.Byte();
        ReadOnlySpan<byte> audio = body.Remaining();
        if (body.IsBroken || audio.IsEmpty || audio.Length > WireFormat.MaxAudioBytes)
        {
            return;
        }

        AudioBlock block = _context.Blocks.Rent();
        audio.CopyTo(block.Bytes);
        block.Length = audio.Length;
        block.Position = position;
        block.Codec = codec;
        lane.Intake.Add(block, _context.Time.GetTimestamp());
    }

    private WorkerLane[] Snapshot() => Volatile.Read(ref _snapshot);

    /// <summary>The same id may be opened again: only this lane goes.</summary>
    private void Unlist(WorkerLane lane)
    {
        lock (_gate)
        {
            if (_lanes.GetValueOrDefault(lane.Id) == lane)
            {
                _lanes.Remove(lane.Id);
                Volatile.Write(ref _snapshot, [.. _lanes.Values]);
            }
        }
    }

    private void Remove(WorkerLane lane)
    {
        Unlist(lane);
        lane.IsClosed = true;
        lane.Intake.Release();
        _pulse.CountSkipped(lane.Queue.SkippedSamples);
    }

    private static SpeechLanePriority Priority(byte value)
    {
        return value <= (byte)SpeechLanePriority.Batch ? (SpeechLanePriority)value : SpeechLanePriority.Batch;
    }

    /// <summary>A thread died of a bug or of memory: the server sees the connection end and moves the lanes.</summary>
    private void OnFailed(Exception exception)
    {
        Console.Error.WriteLine($"speech worker: {exception}");
        Environment.Exit(SpeechWorkerProgram.ExitFault);
    }
}
