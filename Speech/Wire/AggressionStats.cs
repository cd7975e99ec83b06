using Supervision.Speech.Aggression;

namespace Supervision.Speech.Wire;

/// <summary>A worker's scoring since its start, told each second and when its state changes.</summary>
internal readonly record struct AggressionStats
{
    internal AggressionState State { get; init; }

    /// <summary>Windows scored.</summary>
    internal long Windows { get; init; }

    /// <summary>Runs of the model: windows divided by it is how many were looked at together.</summary>
    internal long Runs { get; init; }

    /// <summary>Processor time of the scoring thread, without the model's load.</summary>
    internal long CpuMicroseconds { get; init; }

    /// <summary>Windows dropped because too many waited.</summary>
    internal long Dropped { get; init; }

    /// <summary>From a window's end to its score, the longest since the frame before, in ms.</summary>
    internal int WaitMs { get; init; }

    /// <summary>Counters of two workers together; state and wait are the present one's.</summary>
    internal AggressionStats Plus(AggressionStats other) => this with
    {
        Windows = Windows + other.Windows,
        Runs = Runs + other.Runs,
        CpuMicroseconds = CpuMicroseconds + other.CpuMicroseconds,
        Dropped = Dropped + other.Dropped,
    };

    internal void Write(FrameWriter writer, string fault)
    {
        writer.Begin(FrameType.Aggression, 0);
        writer.Byte((byte)State);
        writer.Int64(Windows);
        writer.Int64(Runs);
        writer.Int64(CpuMicroseconds);
        writer.Int64(Dropped);
        writer.Int32(WaitMs);
        writer.Text(fault);
        writer.End();
    }

    internal static AggressionStats Read(ref FrameBody body, out string fault)
    {
        var stats = new AggressionStats
        {
            State = (AggressionState)body.Byte(),
            Windows = body.Int64(),
            Runs = body.Int64(),
            CpuMicroseconds = body.Int64(),
            Dropped = body.Int64(),
            WaitMs = body.Int32(),
        };
        fault = body.Text();
        return stats;
    }
}
