namespace Supervision.Speech.Wire;

/// <summary>A worker's counters since its start, told each second.</summary>
internal readonly record struct WorkerStats
{
    internal long ResidentBytes { get; init; }

    internal long CpuMs { get; init; }

    internal int Lanes { get; init; }

    /// <summary>Recognisers that live: idle and lent.</summary>
    internal int Recognisers { get; init; }

    internal int RecognisersLent { get; init; }

    internal long RecognisersMade { get; init; }

    /// <summary>Audio that recognisers heard.</summary>
    internal long DecodedMs { get; init; }

    /// <summary>Call time skipped under overload.</summary>
    internal long SkippedMs { get; init; }

    /// <summary>32 ms windows that the VAD looked at.</summary>
    internal long VadWindows { get; init; }

    /// <summary>Windows too quiet to look at.</summary>
    internal long QuietWindows { get; init; }

    /// <summary>Time spent in the VAD.</summary>
    internal long VadMs { get; init; }

    internal void Write(FrameWriter writer)
    {
        writer.Begin(FrameType.Stats, 0);
        writer.Int64(ResidentBytes);
        writer.Int64(CpuMs);
        writer.Int32(Lanes);
        writer.Int32(Recognisers);
        writer.Int32(RecognisersLent);
        writer.Int64(RecognisersMade);
        writer.Int64(DecodedMs);
        writer.Int64(SkippedMs);
        writer.Int64(VadWindows);
        writer.Int64(QuietWindows);
        writer.Int64(VadMs);
        writer.End();
    }

    internal static WorkerStats Read(ref FrameBody body)
    {
        return new WorkerStats
        {
            ResidentBytes = body.Int64(),
            CpuMs = body.Int64(),
            Lanes = body.Int32(),
            Recognisers = body.Int32(),
            RecognisersLent = body.Int32(),
            RecognisersMade = body.Int64(),
            DecodedMs = body.Int64(),
            SkippedMs = body.Int64(),
            VadWindows = body.Int64(),
            QuietWindows = body.Int64(),
            VadMs = body.Int64(),
        };
    }
}
