using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <summary>Says how the recorder feels: <c>recorder</c> in /health.</summary>
internal sealed class RecorderHealth(CallRecorder recorder, RecordingSync sync, RecordingPaths paths, RecordingsSettings settings) : IHealthPart
{
    private const long Megabyte = 1024 * 1024;

    public PartHealth Report()
    {
        RecorderCounters counters = recorder.Counters;
        int failed = recorder.FailedCount;
        long freeMegabytes = FreeMegabytes();
        (PartState state, string detail) = (failed, counters.PayloadsDropped) switch
        {
            ( > 0, _) => (PartState.Failed, $"The disk refuses {failed} recording(s); they are kept in memory and tried again."),
            _ when sync.HasFailed => (PartState.Degraded, "Recordings are written but cannot be forced onto the disk."),
            _ when freeMegabytes >= 0 && freeMegabytes < settings.MinFreeMegabytes => (PartState.Degraded, $"Only {freeMegabytes} MB are free for recordings."),
            (_, > 0) => (PartState.Degraded, "Payload was lost since the start because the disk refused for too long."),
            _ => (PartState.Ok, "Recording."),
        };
        return new PartHealth("recorder", state, detail, new Dictionary<string, object>
        {
            ["live"] = recorder.LiveCount,
            ["failed"] = failed,
            ["segmentsWritten"] = counters.SegmentsWritten,
            ["bytesWritten"] = counters.BytesWritten,
            ["payloadsWritten"] = counters.PayloadsWritten,
            ["payloadsDropped"] = counters.PayloadsDropped,
            ["payloadsMalformed"] = counters.PayloadsMalformed,
            ["writeFailures"] = counters.WriteFailures,
            ["bufferedBytes"] = recorder.BufferedBytes,
            ["lastSyncMs"] = (long)sync.LastDuration.TotalMilliseconds,
            ["longestSyncMs"] = (long)sync.LongestDuration.TotalMilliseconds,
            ["freeMegabytes"] = freeMegabytes,
        });
    }

    private long FreeMegabytes()
    {
        try
        {
            return new DriveInfo(paths.Root).AvailableFreeSpace / Megabyte;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }
}
