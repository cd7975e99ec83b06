using Microsoft.Win32.SafeHandles;
using Supervision.Grains.Ports;
using Supervision.Shared;
using Supervision.Shared.Calls;

namespace Supervision.Server.Recordings;

/// <summary>
/// Closes what a server that died left open: cuts the torn tail, writes the end, journals the call as recovered. Works on the markers
/// that were there before the first new call.
/// </summary>
internal sealed partial class RecordingRecovery(RecordingPaths paths, IJournal journal, TimeProvider time, ILogger<RecordingRecovery> logger)
{
    /// <summary>Without those that were refused: they are not closed but erased.</summary>
    internal IReadOnlyList<CallId> FindUnfinished()
    {
        var found = new List<CallId>();
        foreach (string marker in Directory.EnumerateFiles(paths.LiveFolder))
        {
            if (CallId.TryParse(Path.GetFileName(marker), null, out CallId id) && !RecordingErasure.IsUnderWay(paths, id))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>One that fails never stops the others; its marker stays for the next start.</summary>
    internal void RecoverAll(IReadOnlyList<CallId> unfinished)
    {
        foreach (CallId id in unfinished)
        {
            try
            {
                Recover(id);
            }
#pragma warning disable CA1031 // Whatever is wrong with one, the others are recovered.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(id, e);
            }
        }
    }

    private void Recover(CallId id)
    {
        string path = paths.FileOf(id);
        if (File.Exists(path) && !TryClose(path))
        {
            // Of another version, or its header is damaged: what was recorded may still be got out by hand.
            File.Move(path, path + RecordingPaths.DamagedExtension, overwrite: true);
            LogUnreadable(id);
        }

        File.Delete(paths.MarkerOf(id));
    }

    /// <summary>False when it holds something that cannot be read; a file without a whole header is removed, nothing was recorded yet.</summary>
    private bool TryClose(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (RecordingIndex.TryBuild(file, out RecordingIndex? index))
        {
            Close(file, index!);
            return true;
        }

        if (RandomAccess.GetLength(file) > RecordingHeader.FixedBytes)
        {
            return false;
        }

        LogEmpty(Path.GetFileNameWithoutExtension(path));
        File.Delete(path);
        return true;
    }

    private void Close(SafeFileHandle file, RecordingIndex index)
    {
        RecordingHeader header = index.Header;
        RecordingEnd? end = index.End;
        if (end is null)
        {
            DateTimeOffset endedAt = header.StartedAt.AddTicks(index.LastSample * RecordingReader.TicksPerSample);
            end = new RecordingEnd(CallEndReason.Recovered, endedAt);
            RandomAccess.SetLength(file, index.GoodBytes);
            RandomAccess.Write(file, RecordingRecord.End(index.NextSequence, end.Reason, end.EndedAt), index.GoodBytes);
            RandomAccess.FlushToDisk(file);
        }

        LogRecovered(header.CallId, (long)(end.EndedAt - header.StartedAt).TotalMilliseconds, index.DamagedBytes);
        journal.Append(new CallRecoveredJournalled(header.CallId, time.GetUtcNow(), ToSnapshot(header, end)));
    }

    private static CallSnapshot ToSnapshot(RecordingHeader header, RecordingEnd end) => new()
    {
        Id = header.CallId,
        Source = header.Description.Source,
        State = CallState.Ended,
        Recording = RecordingState.Recording,
        Transcription = TranscriptionState.Off,
        Caller = header.Description.Caller,
        Agent = header.Description.Agent,
        StartedAt = header.StartedAt,
        EndedAt = end.EndedAt,
        EndReason = end.Reason,
        Lanes = header.Description.Lanes,
        IsDemonstration = header.Description.IsDemonstration,
    };

    [LoggerMessage(EventId = 4320, Level = LogLevel.Warning, Message = "Recording of call {CallId} was not closed: recovered, {DurationMs} ms, {DamagedBytes} bytes damaged")]
    private partial void LogRecovered(CallId callId, long durationMs, long damagedBytes);

    [LoggerMessage(EventId = 4321, Level = LogLevel.Warning, Message = "Recording of call {CallId} held nothing yet and is removed")]
    private partial void LogEmpty(string callId);

    [LoggerMessage(EventId = 4322, Level = LogLevel.Error, Message = "Recording of call {CallId} cannot be recovered now; tried again at the next start")]
    private partial void LogFailed(CallId callId, Exception e);

    [LoggerMessage(EventId = 4323, Level = LogLevel.Error, Message = "Recording of call {CallId} cannot be read: kept beside the others as .damaged")]
    private partial void LogUnreadable(CallId callId);
}
