using System.Collections.Concurrent;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Recordings;

/// <summary>
/// Records every live call. Its writer thread writes each call's segment every <see cref="FlushEveryMs"/>; its sync thread forces all
/// of them onto the disk together. Both are threads of their own, so that a busy thread pool never delays a recording.
/// </summary>
internal sealed partial class CallRecorder : ICallRecordings, IRecorder, IHostedService, IDisposable
{
    /// <summary>With the tick (50 ms) and the write itself, less than 1 s of a call is ever in memory only.</summary>
    internal const int FlushEveryMs = 850;

    private const int TickMs = 50;
    private const int RetryMs = 1000;

    /// <summary>Two lanes of G.711 in packets of 20 ms with their headers: 2 × 50 × 168 bytes.</summary>
    private const int BytesPerSecond = 16800;

    private readonly ConcurrentDictionary<CallId, CallRecording> live = new();
    private readonly ManualResetEventSlim stopping = new(initialState: false);
    private readonly RecordingsSettings settings;
    private readonly RecordingPaths paths;
    private readonly RecordingRecovery recovery;
    private readonly RecordingSync sync;
    private readonly SegmentPool pool;
    private readonly TimeProvider time;
    private readonly ILogger<CallRecorder> logger;
    private Thread? writer;
    private Thread? syncer;
    private Task recovering = Task.CompletedTask;

    public CallRecorder(
        RecordingsSettings settings,
        RecordingPaths paths,
        RecordingRecovery recovery,
        RecordingSync sync,
        TimeProvider time,
        ILogger<CallRecorder> logger)
    {
        this.settings = settings;
        this.paths = paths;
        this.recovery = recovery;
        this.sync = sync;
        this.time = time;
        this.logger = logger;
        pool = new SegmentPool(settings.MaxBufferedMegabytes * 1024L * 1024L);
    }

    /// <summary>A call's recording fails (true) or works again (false). Raised on the writer thread; must not block.</summary>
    internal event Action<CallId, bool>? FailureChanged;

    internal RecorderCounters Counters { get; } = new();

    internal int LiveCount => live.Count;

    internal int FailedCount => live.Values.Count(r => r.File.HasFailed);

    internal long BufferedBytes => pool.LentBytes;

    public ICallRecording Open(CallOffer offer)
    {
        int maxSegments = Math.Max(2, settings.MaxBufferedSeconds * BytesPerSecond / RecordingRecord.MaxBytes);
        var recording = new CallRecording(
            RecordingHeader.Of(offer),
            paths.FileOf(offer.CallId),
            paths.MarkerOf(offer.CallId),
            pool,
            maxSegments,
            Counters);

        // An id is used once; should it come again, the first recording keeps its file.
        return live.TryAdd(offer.CallId, recording) ? recording : live[offer.CallId];
    }

    public void Pause(CallId callId)
    {
        if (live.TryGetValue(callId, out CallRecording? recording))
        {
            recording.SetPaused(true);
        }
    }

    public void Resume(CallId callId)
    {
        if (live.TryGetValue(callId, out CallRecording? recording))
        {
            recording.SetPaused(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        PrivateFiles.CreateDirectory(paths.LiveFolder);
        foreach (CallId refused in RecordingErasure.FindAll(paths))
        {
            erasures.Enqueue(refused);
        }

        IReadOnlyList<CallId> unfinished = recovery.FindUnfinished();
        recovering = Task.Run(() => recovery.RecoverAll(unfinished), CancellationToken.None);
        writer = new Thread(RunWriter) { Name = "recorder-writer", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        syncer = new Thread(RunSync) { Name = "recorder-sync", IsBackground = true };
        writer.Start();
        syncer.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Set();
        await Task.Run(() => writer?.Join(), cancellationToken);
        await Task.Run(() => syncer?.Join(), cancellationToken);
        await recovering.WaitAsync(cancellationToken);
        foreach (CallRecording recording in live.Values)
        {
            recording.Close(CallEndReason.ServerStopped, time.GetUtcNow());
        }

        WriteDue();
        sync.Sync();
    }

    /// <summary>One pass over the live recordings. Writer thread, or a test without one.</summary>
    internal void WriteDue()
    {
        foreach (CallRecording recording in live.Values)
        {
            Step(recording);
        }

        EraseDue();
    }

    /// <summary>Also after a start that another part broke off: then nobody called <see cref="StopAsync"/>.</summary>
    public void Dispose()
    {
        stopping.Set();
        writer?.Join();
        syncer?.Join();
        stopping.Dispose();
        foreach (CallRecording recording in live.Values)
        {
            recording.File.Dispose();
        }
    }

    private void RunWriter()
    {
        while (!stopping.Wait(TickMs))
        {
            WriteDue();
        }
    }

    private void RunSync()
    {
        while (!stopping.Wait(settings.SyncEverySeconds * 1000))
        {
            sync.Sync();
        }
    }

    private void Step(CallRecording recording)
    {
        RecordingFile file = recording.File;
        long now = time.GetTimestamp();
        if (file.HasFailed && time.GetElapsedTime(file.RetryTimestamp, now).TotalMilliseconds < RetryMs)
        {
            return;
        }

        try
        {
            if (recording.IsRefused)
            {
                recording.DiscardPending();
                file.Dispose();
                RecordingErasure.Erase(paths, recording.CallId);
                sync.MarkDirty();
                live.TryRemove(recording.CallId, out _);
            }
            else if (file.IsNew || file.HasFailed || recording.IsUrgent
                || time.GetElapsedTime(file.LastWriteTimestamp, now).TotalMilliseconds >= FlushEveryMs)
            {
                WriteSegments(recording, now);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            OnFailed(recording, now, e);
        }
    }

    private void WriteSegments(CallRecording recording, long now)
    {
        RecordingFile file = recording.File;
        if (file.IsNew)
        {
            file.Open();
        }

        if (file.Pending.Count == 0)
        {
            recording.TakeAll();
        }

        while (file.Pending.TryPeek(out SegmentBuffer? segment))
        {
            Counters.Written(segment.Payloads, file.Append(segment));
            sync.MarkDirty();
            pool.Return(file.Pending.Dequeue());
        }

        file.LastWriteTimestamp = now;
        if (recording.TakeEnd() is { } end)
        {
            file.End(end);
            sync.MarkDirty();
            live.TryRemove(recording.CallId, out _);
            if (recording.IsRefused)
            {
                erasures.Enqueue(recording.CallId);
            }
        }

        if (file.HasFailed)
        {
            file.RetryTimestamp = 0;
            LogRecovered(recording.CallId);
            Tell(recording.CallId, hasFailed: false);
        }
    }

    private void OnFailed(CallRecording recording, long now, Exception e)
    {
        Counters.Failed();
        bool isNew = !recording.File.HasFailed;
        recording.File.RetryTimestamp = Math.Max(1, now);
        if (isNew)
        {
            LogFailed(recording.CallId, e);
            Tell(recording.CallId, hasFailed: true);
        }
    }

    private void Tell(CallId callId, bool hasFailed)
    {
        foreach (Action<CallId, bool> subscriber in FailureChanged?.GetInvocationList().Cast<Action<CallId, bool>>() ?? [])
        {
            try
            {
                subscriber(callId, hasFailed);
            }
#pragma warning disable CA1031 // One failing subscriber never stops the recorder.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogSubscriberFailed(e);
            }
        }
    }
}
