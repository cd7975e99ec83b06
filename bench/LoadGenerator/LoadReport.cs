namespace Supervision.LoadGenerator;

/// <summary>The one line that a run prints. Names are fixed.</summary>
internal sealed record LoadReport
{
    public required int Calls { get; init; }
    public required int Seconds { get; init; }
    public required long PacketsSent { get; init; }
    public required long PacketsReceived { get; init; }
    public required long PacketsRecorded { get; init; }

    /// <summary>Sent and not recorded.</summary>
    public required long PacketsLost { get; init; }

    /// <summary>Of the server, its speech workers and its PostgreSQL.</summary>
    public required double CpuSecondsPerCallMinute { get; init; }

    public required IReadOnlyDictionary<string, double> CpuSecondsPerCallMinuteByPart { get; init; }

    /// <summary>Processor time of the acoustic model a call-minute; part of the above. Zero where it is switched off or missing.</summary>
    public required double AggressionCpuSecondsPerCallMinute { get; init; }

    /// <summary>Windows of 2 s of callers' voices that were scored, and those dropped because too many waited.</summary>
    public required long AggressionWindows { get; init; }

    public required long AggressionWindowsDropped { get; init; }

    /// <summary>Processor time of one window.</summary>
    public required double? AggressionCpuMsPerWindow { get; init; }

    /// <summary>The same audio through raw libvosk in one process; null without transcription.</summary>
    public required double? RawVoskCpuSecondsPerCallMinute { get; init; }

    /// <summary>All that the console spends, recording and screens included, by what raw libvosk spends.</summary>
    public required double? CpuRatioToRawVosk { get; init; }

    /// <summary>From the last packet of a word to its first showing at a hub client.</summary>
    public required double? LatencyMsP50 { get; init; }

    public required double? LatencyMsP95 { get; init; }
    public required double? LatencyMsP99 { get; init; }

    /// <summary>Words that raw libvosk heard in what was played.</summary>
    public required long WordsExpected { get; init; }

    /// <summary>Those of them that came to the hub client, and whose latency counts.</summary>
    public required int WordsSeen { get; init; }

    /// <summary>From the last packet of the words that raise an alarm to the alarm, or its further reason, at a hub client.</summary>
    public required double? AlarmLatencyMsP50 { get; init; }

    public required double? AlarmLatencyMsP95 { get; init; }

    /// <summary>Reasons of alarms that quoted words.</summary>
    public required int AlarmReasonsSeen { get; init; }

    /// <summary>Those of them whose words raw libvosk heard too, and whose latency counts.</summary>
    public required int AlarmReasonsTimed { get; init; }

    /// <summary>From the last packet of the same words to their reason's painting on a supervisor's wall-board in Chromium; null without a browser.</summary>
    public required double? AlarmInBrowserLatencyMsP50 { get; init; }

    public required double? AlarmInBrowserLatencyMsP95 { get; init; }

    /// <summary>Timed reasons that were painted there; null without a browser.</summary>
    public required int? AlarmReasonsInBrowser { get; init; }

    public required int? CallsUnderTwoSecondsOfLag { get; init; }

    /// <summary>The worst lag that any tile showed.</summary>
    public required int? LargestLagMs { get; init; }

    /// <summary>Speech skipped live under overload; it is transcribed from the recording afterwards.</summary>
    public required long SkippedMs { get; init; }

    /// <summary>Gap markers in the live transcripts: what was skipped, and what had not been heard when the time for the last words was up.</summary>
    public required int GapsLive { get; init; }

    /// <summary>Skipped by skipped and heard live, 0 to 1, by lane.</summary>
    public required IReadOnlyDictionary<string, double> SkippedShareByLane { get; init; }

    /// <summary>Callers were heard before agents; null when nothing was skipped.</summary>
    public required bool? OrderKept { get; init; }

    /// <summary>Call time of the gaps that were transcribed from the recordings after the calls.</summary>
    public required long? TranscribedLaterMs { get; init; }

    /// <summary>How long after the calls that took.</summary>
    public required long? CatchUpMs { get; init; }

    /// <summary>Gaps that stayed in the transcripts.</summary>
    public required int? GapsLeft { get; init; }

    /// <summary>Calls whose transcript is not said to be complete.</summary>
    public required int? CallsIncomplete { get; init; }

    /// <summary>Resident, server and speech workers.</summary>
    public required long MemoryMbStart { get; init; }

    public required long MemoryMbEnd { get; init; }
    public required long MemoryMbPeak { get; init; }
    public required IReadOnlyDictionary<string, long> MemoryMbEndByPart { get; init; }
}
