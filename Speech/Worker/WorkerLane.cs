using Supervision.Shared;
using Supervision.Speech.Worker.Aggression;

namespace Supervision.Speech.Worker;

/// <summary>One lane inside a worker: its way in, its queue and its decoder.</summary>
internal sealed class WorkerLane
{
    internal WorkerLane(uint id, Lane lane, SpeechLanePriority priority, bool isBatch, WorkerContext context)
    {
        Id = id;
        Priority = priority;
        IsBatch = isBatch;
        Queue = new SpeechQueue(context.Options.MaxLagMs * 8, isBatch);
        Caller = CallerAudio.Source.Of(lane, isBatch, id, context.CallerAudio);
        Intake = new LaneIntake(Queue, context.Blocks, Caller);
        Decoder = new LaneDecoder(this, context);
    }

    internal uint Id { get; }

    internal bool IsBatch { get; }

    /// <summary>Guarded by the scheduler's lock, as <see cref="IsScheduled"/> and <see cref="IsWaiting"/>.</summary>
    internal SpeechLanePriority Priority { get; set; }

    /// <summary>In the scheduler's queues or on a decoder's hands.</summary>
    internal bool IsScheduled { get; set; }

    /// <summary>In the scheduler's queues.</summary>
    internal bool IsWaiting { get; set; }

    internal SpeechQueue Queue { get; }

    /// <summary>Null for every lane whose voice must not be scored.</summary>
    internal CallerAudio.Source? Caller { get; }

    internal LaneIntake Intake { get; }

    internal LaneDecoder Decoder { get; }

    /// <summary>The server forgot the lane: nothing more is decoded or told.</summary>
    internal bool IsClosed
    {
        get => Volatile.Read(ref field);
        set
        {
            Volatile.Write(ref field, value);
            Caller?.Close();
        }
    }

    /// <summary>Call position before which all is told and nothing can change; see <see cref="LaneDecoder.FinalisedTo"/>.</summary>
    internal long SafePosition(out bool isSpeaking)
    {
        // The gate first: whatever happens after, its value stays true of what the two others say next.
        bool isOpen = Intake.IsSpeaking;
        long safe = Intake.SafePosition;
        bool waits = Queue.HasWork(1);
        long? oldest = Queue.Oldest();
        bool decodes = Decoder.IsInUtterance;
        isSpeaking = isOpen || waits || decodes;
        return decodes ? Decoder.FinalisedTo : oldest is { } position ? Math.Min(position, safe) : safe;
    }
}
