namespace Supervision.LoadGenerator;

/// <summary>All that a run measured, before it is brought to the figures that are printed.</summary>
internal sealed record Measurements
{
    internal required LoadOptions Options { get; init; }

    internal required RawBaseline? Raw { get; init; }

    /// <summary>Its listening has ended.</summary>
    internal required HubWatch Watch { get; init; }

    /// <summary>Packets.</summary>
    internal required long Sent { get; init; }

    internal required HealthFigures Before { get; init; }

    /// <summary>Once the last words were in.</summary>
    internal required HealthFigures After { get; init; }

    internal required IReadOnlyDictionary<string, double> CpuBefore { get; init; }

    /// <summary>When the last packet was sent.</summary>
    internal required IReadOnlyDictionary<string, double> CpuAfter { get; init; }

    internal required MemorySamples Memory { get; init; }

    /// <summary>Null without a browser.</summary>
    internal required PaintedAlarms? Painted { get; init; }

    /// <summary>Null without transcription.</summary>
    internal required CatchUpResult? CaughtUp { get; init; }

    internal LoadReport ToReport()
    {
        double callMinutes = Options.Calls * Options.Seconds / 60.0;
        Dictionary<string, double> cpu = CpuAfter.ToDictionary(
            entry => entry.Key, entry => Math.Round((entry.Value - CpuBefore.GetValueOrDefault(entry.Key)) / callMinutes, 3));
        AggressionCost aggression = AggressionCost.Between(Before, After);
        aggression.TellApart(cpu, callMinutes);
        IReadOnlyList<double> words = Watch.Words.SortedMs();
        IReadOnlyList<double> alarms = Watch.Alarms.SortedMs();
        IReadOnlyList<double>? painted = Painted?.SortedMs(Watch.Alarms.Timed);
        long recorded = Grown("recorder", "payloadsWritten");
        double total = cpu.Values.Sum();
        return new LoadReport
        {
            Calls = Options.Calls,
            Seconds = Options.Seconds,
            PacketsSent = Sent,
            PacketsReceived = Grown("rtp", "packetsReceived"),
            PacketsRecorded = recorded,
            PacketsLost = Sent - recorded,
            CpuSecondsPerCallMinute = Math.Round(total, 3),
            CpuSecondsPerCallMinuteByPart = cpu,
            AggressionCpuSecondsPerCallMinute = cpu[AggressionCost.Part],
            AggressionWindows = aggression.Windows,
            AggressionWindowsDropped = aggression.Dropped,
            AggressionCpuMsPerWindow = aggression.CpuMsPerWindow,
            RawVoskCpuSecondsPerCallMinute = Raw is null ? null : Math.Round(Raw.CpuSeconds / callMinutes, 3),
            CpuRatioToRawVosk = Raw is null ? null : Math.Round(total * callMinutes / Raw.CpuSeconds, 2),
            LatencyMsP50 = Percentiles.Of(words, 50),
            LatencyMsP95 = Percentiles.Of(words, 95),
            LatencyMsP99 = Percentiles.Of(words, 99),
            WordsExpected = Watch.Words.WordsExpected,
            WordsSeen = words.Count,
            AlarmLatencyMsP50 = Percentiles.Of(alarms, 50),
            AlarmLatencyMsP95 = Percentiles.Of(alarms, 95),
            AlarmReasonsSeen = Watch.Alarms.ReasonsSeen,
            AlarmReasonsTimed = alarms.Count,
            AlarmInBrowserLatencyMsP50 = Percentiles.Of(painted ?? [], 50),
            AlarmInBrowserLatencyMsP95 = Percentiles.Of(painted ?? [], 95),
            AlarmReasonsInBrowser = painted?.Count,
            CallsUnderTwoSecondsOfLag = Options.RecordOnly ? null : Watch.Lag.CallsUnder(2000),
            LargestLagMs = Options.RecordOnly ? null : Watch.Lag.WorstMs,
            SkippedMs = Grown("speech", "skippedMs"),
            GapsLive = Watch.Skipped.Gaps,
            SkippedShareByLane = Watch.Skipped.ShareByLane,
            OrderKept = Watch.Skipped.IsOrderKept,
            TranscribedLaterMs = CaughtUp is null ? null : Watch.Skipped.Ms - CaughtUp.MsLeft,
            CatchUpMs = (long?)CaughtUp?.Took.TotalMilliseconds,
            GapsLeft = CaughtUp?.GapsLeft,
            CallsIncomplete = CaughtUp?.CallsLeft,
            MemoryMbStart = Memory.StartMb,
            MemoryMbEnd = Memory.EndMb,
            MemoryMbPeak = Memory.PeakMb,
            MemoryMbEndByPart = Memory.EndMbByPart,
        };

        long Grown(string part, string figure) => (long)(After.Figure(part, figure) - Before.Figure(part, figure));
    }
}
