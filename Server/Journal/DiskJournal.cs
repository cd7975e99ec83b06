using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;
using Supervision.Grains.Ports;
using Supervision.Shared;

namespace Supervision.Server.Journal;

/// <summary>
/// The journal on the disk. Anyone appends; one writer gives sequences, writes what waits at once and forces it onto the disk each
/// second. Only what is forced is imported, so that no sequence that the database knows is ever given twice. What is to be forgotten
/// leaves the disk with the segment that held it: each erasure closes its segment, and so does age, also when nothing more is told.
/// </summary>
internal sealed partial class DiskJournal(
    JournalFolder folder,
    JournalSettings settings,
    TimeProvider time,
    ILogger<DiskJournal> logger) : IJournal, IHostedService, IHealthPart, IDisposable
{
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    /// <summary>A segment is closed at this age, counted from its first entry, so that what was imported does not stay on the disk for long.</summary>
    internal static readonly TimeSpan SegmentAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Entries written in one go.</summary>
    private const int BatchEntries = 1000;

    // Full: the entry is lost, counted and logged; that takes a disk that refuses for long, and the health part has failed since.
    private readonly Channel<JournalEntry> waiting = Channel.CreateBounded<JournalEntry>(
        new BoundedChannelOptions(settings.MaxEntries) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ArrayBufferWriter<byte> lines = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> json = new(4 * 1024);
    private readonly SemaphoreSlim synced = new(0);
    private SafeFileHandle? segment;
    private long segmentBytes;
    private long segmentStart;
    private long nextSequence;
    private long lastSync;
    private long lost;
    private bool isDirty;

    /// <summary>The segment holds what is to be forgotten.</summary>
    private bool hasErasure;
    private volatile bool hasFailed;
    private Task writing = Task.CompletedTask;

    /// <summary>First sequence of this start.</summary>
    internal long FirstSequence { get; private set; }

    /// <summary>Last sequence that is on the disk for good.</summary>
    internal long DurableSequence { get; private set; }

    public void Append(JournalEntry entry)
    {
        if (!waiting.Writer.TryWrite(entry))
        {
            CountLost(null);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        FirstSequence = folder.NextSequence();
        nextSequence = FirstSequence;
        DurableSequence = FirstSequence - 1;
        writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await writing.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when more may be durable than before; may complete without.</summary>
    internal Task WhenSyncedAsync(CancellationToken cancellationToken) => synced.WaitAsync(cancellationToken);

    public PartHealth Report()
    {
        int depth = waiting.Reader.Count;
        long lostEntries = Interlocked.Read(ref lost);
        (PartState state, string detail) = (hasFailed, depth, lostEntries) switch
        {
            _ when writing.IsFaulted => (PartState.Failed, "The writer of the journal ended by a mistake of the program; restart the server."),
            (true, _, _) => (PartState.Failed, "The disk refuses the journal; entries wait in memory and are tried again."),
            (_, _, > 0) => (PartState.Degraded, "Entries were lost since the start; the log says why."),
            _ when depth > settings.WarnEntries => (PartState.Degraded, "More is told than the disk takes; entries wait in memory."),
            _ => (PartState.Ok, "Written to disk."),
        };
        return new PartHealth("journal", state, detail, new Dictionary<string, object>
        {
            ["waiting"] = depth,
            ["lost"] = lostEntries,
            ["durableSequence"] = DurableSequence,
        });
    }

    public void Dispose()
    {
        segment?.Dispose();
        synced.Dispose();
    }

    private async Task WriteAllAsync()
    {
        Stage(new ServerStartedJournalled(time.GetUtcNow()));
        await WriteStagedAsync();
        lastSync = time.GetTimestamp();
        while (await WaitAsync())
        {
            for (int i = 0; i < BatchEntries && waiting.Reader.TryRead(out JournalEntry? entry); i++)
            {
                Stage(entry);
            }

            await WriteStagedAsync();
            if (isDirty && time.GetElapsedTime(lastSync) >= SyncEvery)
            {
                await SyncAsync();
            }

            if (!isDirty && IsSegmentDone())
            {
                await BeginSegmentAsync();
            }
        }

        await SyncAsync();
    }

    /// <summary>
    /// Waits for an entry, or for the time to sync what is written or to close the segment. False when the journal is closed and empty.
    /// </summary>
    private async Task<bool> WaitAsync()
    {
        if (!isDirty && segmentBytes == 0)
        {
            return await waiting.Reader.WaitToReadAsync();
        }

        TimeSpan left = isDirty ? SyncEvery - time.GetElapsedTime(lastSync) : SegmentAge - time.GetElapsedTime(segmentStart);
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        using var due = new CancellationTokenSource(left, time);
        try
        {
            return await waiting.Reader.WaitToReadAsync(due.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private void Stage(JournalEntry entry)
    {
        json.ResetWrittenCount();
        try
        {
            using var writer = new Utf8JsonWriter(json);
            JsonSerializer.Serialize(writer, entry, JournalJson.Options);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or ArgumentException or InvalidOperationException)
        {
            // A kind that JournalJson does not name: a mistake of this program that must not stop the journal.
            CountLost(e);
            return;
        }

        JournalLine.Write(lines, nextSequence++, json.WrittenSpan);
        hasErasure |= entry is TranscriptErasedJournalled or CallErasedJournalled or TensionErasedJournalled;
    }

    private void CountLost(Exception? e)
    {
        long total = Interlocked.Increment(ref lost);
        LogLost(total, e);
    }

    /// <summary>Writes what is staged; tries again for as long as the disk refuses, while entries wait in the channel.</summary>
    private async Task WriteStagedAsync()
    {
        while (lines.WrittenCount > 0)
        {
            try
            {
                segment ??= folder.CreateSegment(DurableSequence + 1);
                segmentStart = segmentBytes == 0 ? time.GetTimestamp() : segmentStart;

                // The length grows after the write only: one that failed half-way is written over.
                RandomAccess.Write(segment, lines.WrittenSpan, segmentBytes);
                segmentBytes += lines.WrittenCount;
                lines.ResetWrittenCount();
                isDirty = true;
                hasFailed = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await RetryLaterAsync(e);
            }
        }
    }

    private async Task SyncAsync()
    {
        while (isDirty)
        {
            try
            {
                RandomAccess.FlushToDisk(segment!);
                isDirty = false;
                hasFailed = false;
            }
            catch (IOException e)
            {
                await RetryLaterAsync(e);
            }
        }

        DurableSequence = nextSequence - 1;
        lastSync = time.GetTimestamp();
        TellImporter();
    }

    private bool IsSegmentDone() => segmentBytes > 0
        && (hasErasure || segmentBytes >= settings.SegmentMegabytes * 1024L * 1024L || time.GetElapsedTime(segmentStart) >= SegmentAge);

    /// <summary>
    /// All of the segment is durable: the next one begins with the next sequence, and is there at once, empty, so that this one may be
    /// removed as soon as it is imported. A server that dies in between begins a new one at its start.
    /// </summary>
    private async Task BeginSegmentAsync()
    {
        segment?.Dispose();
        segment = null;
        while (segment is null)
        {
            try
            {
                segment = folder.CreateSegment(DurableSequence + 1);
                hasFailed = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await RetryLaterAsync(e);
            }
        }

        segmentBytes = 0;
        hasErasure = false;
        TellImporter();
    }

    private void TellImporter()
    {
        if (synced.CurrentCount == 0)
        {
            synced.Release();
        }
    }

    private Task RetryLaterAsync(Exception e)
    {
        if (!hasFailed)
        {
            hasFailed = true;
            LogFailed(e);
        }

        return Task.Delay(RetryAfter, time);
    }

    [LoggerMessage(EventId = 4200, Level = LogLevel.Error, Message = "The journal cannot be written; entries wait in memory and are tried again")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(EventId = 4201, Level = LogLevel.Critical, Message = "A journal entry is lost, {Lost} in all since the start")]
    private partial void LogLost(long lost, Exception? e);
}
