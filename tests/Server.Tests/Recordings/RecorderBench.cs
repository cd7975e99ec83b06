using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Ports;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Telephony;
using Supervision.Testing;

namespace Supervision.Server.Tests.Recordings;

/// <summary>A recorder on a folder of its own, with a clock by hand and no threads: tests call <see cref="Step"/>.</summary>
internal sealed class RecorderBench : IDisposable
{
    internal const int PacketSamples = 160;
    private readonly string folder;

    internal RecorderBench(RecordingsSettings? settings = null, string? folder = null)
    {
        this.folder = folder ?? Directory.CreateTempSubdirectory("recorder-").FullName;
        Paths = new RecordingPaths(this.folder);
        PrivateFiles.CreateDirectory(Paths.LiveFolder);
        Sync = new RecordingSync(Paths, Time, NullLogger<RecordingSync>.Instance);
        Recovery = new RecordingRecovery(Paths, Journal, Time, NullLogger<RecordingRecovery>.Instance);
        Recorder = new CallRecorder(settings ?? new RecordingsSettings(), Paths, Recovery, Sync, Time, NullLogger<CallRecorder>.Instance);
        Store = new RecordingStore(Paths);
    }

    internal ManualTimeProvider Time { get; } = new();

    internal RecordingPaths Paths { get; }

    internal RecordingSync Sync { get; }

    internal RecordingRecovery Recovery { get; }

    internal CallRecorder Recorder { get; }

    internal RecordingStore Store { get; }

    internal KeptJournal Journal { get; } = new();

    internal CallOffer Offer(params Lane[] lanes) => new()
    {
        CallId = CallId.New(Time),
        Source = CallSource.SipRec,
        Caller = new Party("+33612345678", "Mme Élise Œuvrard"),
        Agent = new Party("4021", null),
        Lanes = lanes.Length > 0 ? lanes : [Lane.Caller, Lane.Agent],
        SipCallId = "call@test",
        StartedAt = Time.GetUtcNow(),
    };

    /// <summary>One packet of 20 ms whose bytes are all <paramref name="fill"/>.</summary>
    internal static void Write(ICallRecording recording, Lane lane, long packet, byte fill, AudioCodec codec = AudioCodec.Pcma)
    {
        Span<byte> bytes = stackalloc byte[PacketSamples];
        bytes.Fill(fill);
        recording.Write(new MediaPayload { Lane = lane, Codec = codec, PositionSamples = packet * PacketSamples, Bytes = bytes });
    }

    /// <summary>Both lanes of <paramref name="packets"/> packets in real time, the recorder stepping every 40 ms.</summary>
    internal void Talk(ICallRecording recording, int from, int packets)
    {
        for (int i = from; i < from + packets; i++)
        {
            Write(recording, Lane.Caller, i, (byte)i);
            Write(recording, Lane.Agent, i, (byte)(i + 1));
            Time.Advance(TimeSpan.FromMilliseconds(20));
            if (i % 2 == 0)
            {
                Recorder.WriteDue();
            }
        }
    }

    internal void Step(double seconds = 1)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        Recorder.WriteDue();
    }

    internal RecordingReader Open(CallId id) => RecordingReader.TryOpen(Paths.FileOf(id)) ?? throw new InvalidOperationException("no recording");

    public void Dispose()
    {
        Recorder.Dispose();
        Sync.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Keeps what is journalled.</summary>
    internal sealed class KeptJournal : IJournal
    {
        internal List<JournalEntry> Entries { get; } = [];

        public void Append(JournalEntry entry) => Entries.Add(entry);
    }
}
