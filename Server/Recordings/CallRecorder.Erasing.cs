using System.Collections.Concurrent;
using Supervision.Server.Data;
using Supervision.Shared;

namespace Supervision.Server.Recordings;

/// <content>Refused recordings: marked on the disk by who asks, erased by the writer thread.</content>
internal sealed partial class CallRecorder
{
    private readonly ConcurrentQueue<CallId> erasures = new();
    private long eraseRetryTimestamp;

    /// <summary>Marked on the disk before anything else: should the server die now, nothing comes back.</summary>
    public void Refuse(CallId callId)
    {
        TryMark(callId);
        if (live.TryGetValue(callId, out CallRecording? recording))
        {
            recording.Refuse();
        }

        // Else the call has just ended; its file is there. The writer asks the other way round: one of the two sees it.
        if (!live.ContainsKey(callId))
        {
            erasures.Enqueue(callId);
        }
    }

    private void TryMark(CallId callId)
    {
        try
        {
            RecordingErasure.Mark(paths, callId);
            sync.MarkDirty();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogEraseFailed(callId, e);
        }
    }

    /// <summary>Those asked for now; one that fails goes to the end of the queue and is tried a moment later.</summary>
    private void EraseDue()
    {
        long now = time.GetTimestamp();
        if (eraseRetryTimestamp != 0 && time.GetElapsedTime(eraseRetryTimestamp, now).TotalMilliseconds < RetryMs)
        {
            return;
        }

        eraseRetryTimestamp = 0;
        for (int left = erasures.Count; left > 0 && erasures.TryDequeue(out CallId id); left--)
        {
            try
            {
                RecordingErasure.Erase(paths, id);
                sync.MarkDirty();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Counters.Failed();
                LogEraseFailed(id, e);
                eraseRetryTimestamp = Math.Max(1, now);
                erasures.Enqueue(id);
            }
        }
    }
}
