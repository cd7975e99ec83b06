using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Grains.Ports;
using Supervision.Server.Journal;
using Supervision.Server.Tests.Data;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Server.Tests.Journal;

public sealed class DiskJournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("journal-").FullName;

    [Fact]
    public async Task Append_ThenStop_EveryEntryIsReadBackInOrder()
    {
        CallId id = CallId.New(TimeProvider.System);
        await LiveAsync(j =>
        {
            for (int i = 0; i < 2500; i++)
            {
                j.Append(new UtteranceJournalled(id, Samples.Morning, Samples.Said(Lane.Caller, i, "é\n\"\u2028")));
            }
        });

        List<(long Sequence, JournalEntry Entry)> read = ReadAll();
        Assert.Equal(Enumerable.Range(1, 2501).Select(i => (long)i), read.Select(r => r.Sequence));
        Assert.IsType<ServerStartedJournalled>(read[0].Entry);
        Assert.All(read.Skip(1), (r, i) => Assert.Equal(i, ((UtteranceJournalled)r.Entry).Utterance.StartMs));
        Assert.Equal("é\n\"\u2028", ((UtteranceJournalled)read[^1].Entry).Utterance.Text);
    }

    [Fact]
    public async Task Start_TornAndDamagedLines_AreSkippedAndSequencesGoOn()
    {
        CallId id = CallId.New(TimeProvider.System);
        await LiveAsync(j => j.Append(new CallEventJournalled(id, Samples.Morning, "key", 1, "1")));
        string segment = new JournalFolder(folder, TimeProvider.System).Segments()[^1].Path;
        await File.AppendAllTextAsync(segment, "00000000 3 {\"type\":\"event\"}\n1234abcd 4 {\"ki");
        await LiveAsync(j => j.Append(new CallEventJournalled(id, Samples.Morning, "key", 2, "2")));

        List<(long Sequence, JournalEntry Entry)> read = ReadAll();
        Assert.Equal([1L, 2L, 3L, 4L], read.Select(r => r.Sequence));
        Assert.Equal("2", Assert.IsType<CallEventJournalled>(read[^1].Entry).Detail);
    }

    [Fact]
    public async Task Append_WhileItRuns_IsSoonOnTheDisk()
    {
        CallId id = CallId.New(TimeProvider.System);
        DiskJournal journal = Create();
        await journal.StartAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (ReadAll().Count < 1)
        {
            await Task.Delay(5, patience.Token);
        }

        var delays = new List<TimeSpan>();
        for (int i = 0; i < 5; i++)
        {
            long start = TimeProvider.System.GetTimestamp();
            journal.Append(new CallEventJournalled(id, Samples.Morning, "key", i, "1"));
            while (ReadAll().Count < i + 2)
            {
                await Task.Delay(5, patience.Token);
            }

            delays.Add(TimeProvider.System.GetElapsedTime(start));
        }

        await journal.StopAsync(CancellationToken.None);
        journal.Dispose();

        // Some 50 ms, which a busy disk makes longer; without a sync of its own an entry would wait for the stop.
        Assert.True(delays.Order().ElementAt(2) < TimeSpan.FromSeconds(5), string.Join(' ', delays));
    }

    [Fact]
    public async Task Append_DiskRefusesThenWorks_LosesNothingAndSaysSo()
    {
        CallId id = CallId.New(TimeProvider.System);
        DiskJournal journal = Create();

        // A folder where the first segment should be.
        string blocked = Path.Combine(folder, "journal", $"{1:D20}.jsonl");
        Directory.CreateDirectory(blocked);
        await journal.StartAsync(CancellationToken.None);
        journal.Append(new CallEventJournalled(id, Samples.Morning, "key", 1, "1"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (journal.Report().State != PartState.Failed)
        {
            await Task.Delay(5, patience.Token);
        }

        Directory.Delete(blocked);
        await journal.StopAsync(patience.Token);
        Assert.Equal(2, ReadAll().Count);
        Assert.Equal(PartState.Ok, journal.Report().State);
        journal.Dispose();
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("private")]
    [InlineData("lanes moved")]
    public async Task Append_AnErasure_ClosesTheSegmentOfTheWordsWithoutAnotherEntry(string why)
    {
        CallId id = CallId.New(TimeProvider.System);
        using DiskJournal journal = Create();
        await journal.StartAsync(CancellationToken.None);
        journal.Append(new UtteranceJournalled(id, Samples.Morning, Samples.Said(Lane.Caller, 1, "je refuse")));
        journal.Append(why switch
        {
            "refused" => new TranscriptErasedJournalled(id, Samples.Morning, why),
            "private" => new CallErasedJournalled(id, Samples.Morning, why),
            _ => new TensionErasedJournalled(id, Samples.Morning, 4000),
        });
        await UntilAsync(() => Segments().Count == 2);
        Assert.Equal(3, journal.DurableSequence);
        Assert.Equal(4, Segments()[1].First);
        Assert.Equal(0, new FileInfo(Segments()[1].Path).Length);

        // What is imported goes, and the sequences go on: for the server that runs, and for the one that is killed now and starts again.
        new JournalFolder(folder, TimeProvider.System).RemoveUpTo(journal.DurableSequence);
        Assert.Empty(ReadAll());
        Assert.Equal(4, new JournalFolder(folder, TimeProvider.System).NextSequence());
        journal.Append(new CallEventJournalled(id, Samples.Morning, "refused", 1, ""));
        await journal.StopAsync(CancellationToken.None);
        Assert.Equal([4L], ReadAll().Select(line => line.Sequence));
    }

    [Fact]
    public async Task Idle_AnHourAfterTheFirstEntry_ClosesTheSegmentAndRestsThen()
    {
        var time = new ManualTimeProvider();
        using DiskJournal journal = Create(time);
        await journal.StartAsync(CancellationToken.None);

        // The sync of what the start wrote, then nothing but the age of the segment.
        await UntilAsync(() => time.ArmedTimers == 1);
        time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => journal.DurableSequence == 1 && time.ArmedTimers == 1);
        time.Advance(DiskJournal.SegmentAge - TimeSpan.FromSeconds(2));
        Assert.Single(Segments());
        Assert.Equal(1, time.ArmedTimers);
        time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => Segments().Count == 2);
        await UntilAsync(() => time.ArmedTimers == 0);
        time.Advance(DiskJournal.SegmentAge * 2);
        Assert.Equal([1L, 2L], Segments().Select(segment => segment.First));
        await journal.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void Kinds_Persisted_NeverChange()
    {
        CallId id = CallId.New(TimeProvider.System);
        Dictionary<string, JournalEntry> kinds = new()
        {
            ["call"] = new CallJournalled(id, Samples.Morning, Samples.Call(id, Samples.Morning)),
            ["utterance"] = new UtteranceJournalled(id, Samples.Morning, Samples.Said(Lane.Agent, 1, "oui") with { Words = [new Word("oui", 0, 1, float.NaN)] }),
            ["alarm"] = new AlarmJournalled(id, Samples.Morning, Samples.Alarm(id, AlarmId.New(TimeProvider.System), 1, Shared.Alarms.AlarmState.Raised)),
            ["event"] = new CallEventJournalled(id, Samples.Morning, "held", 1, ""),
            ["recovered"] = new CallRecoveredJournalled(id, Samples.Morning, Samples.Call(id, Samples.Morning)),
            ["transcript-replaced"] = new TranscriptReplacedJournalled(id, Samples.Morning, Lane.Caller, 0, 1, []),
            ["transcript-erased"] = new TranscriptErasedJournalled(id, Samples.Morning, "refused"),
            ["server-started"] = new ServerStartedJournalled(Samples.Morning),
            ["tension"] = new TensionJournalled(id, Samples.Morning, 2000, [2000, 125, 1], "aggression-1", 0.8f, 0.6f),
            ["incident"] = new IncidentJournalled(id, Samples.Morning, Incidents.IncidentSamples.Of(id, 1, Samples.Morning)),
            ["tension-erased"] = new TensionErasedJournalled(id, Samples.Morning, 9000),
            ["call-erased"] = new CallErasedJournalled(id, Samples.Morning, "private"),
        };
        foreach ((string kind, JournalEntry entry) in kinds)
        {
            string json = JsonSerializer.Serialize(entry, JournalJson.Options);
            Assert.StartsWith($"{{\"type\":\"{kind}\"", json, StringComparison.Ordinal);
            Assert.Equal(entry.GetType(), JsonSerializer.Deserialize<JournalEntry>(json, JournalJson.Options)!.GetType());
        }

        // Every kind that the ports declare has a name.
        IEnumerable<Type> declared = typeof(JournalEntry).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(JournalEntry)));
        Assert.Empty(declared.Except(kinds.Values.Select(e => e.GetType())));
    }

    [Fact]
    public void Call_WrittenBeforeSilenceWasTold_IsRead()
    {
        CallId id = CallId.New(TimeProvider.System);
        JournalEntry silent = new CallJournalled(id, Samples.Morning, Samples.Call(id, Samples.Morning) with { IsMediaSilent = true });
        string json = JsonSerializer.Serialize(silent, JournalJson.Options);
        string old = json.Replace(",\"mediaSilent\":true", "", StringComparison.Ordinal);

        Assert.NotEqual(json, old);
        Assert.Equal([true, false], ((string[])[json, old]).Select(line =>
            Assert.IsType<CallJournalled>(JsonSerializer.Deserialize<JournalEntry>(line, JournalJson.Options)).Call.IsMediaSilent));
    }

    [Fact]
    public void TryRead_AnyChangedByte_IsNotALine()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        JournalLine.Write(output, 42, Encoding.UTF8.GetBytes("{\"type\":\"event\"}"));
        byte[] line = output.WrittenSpan[..^1].ToArray();
        Assert.True(JournalLine.TryRead(line, out long sequence, out ReadOnlySpan<byte> json));
        Assert.Equal(42, sequence);
        Assert.Equal("{\"type\":\"event\"}"u8, json);
        for (int i = 0; i < line.Length; i++)
        {
            byte[] changed = [.. line];
            changed[i] ^= 0x41;
            Assert.False(JournalLine.TryRead(changed, out _, out _), $"byte {i}");
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private DiskJournal Create() => Create(TimeProvider.System);

    private DiskJournal Create(TimeProvider time) =>
        new(new JournalFolder(folder, time), new JournalSettings(), time, NullLogger<DiskJournal>.Instance);

    private IReadOnlyList<(long First, string Path)> Segments() => new JournalFolder(folder, TimeProvider.System).Segments();

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!condition())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private async Task LiveAsync(Action<DiskJournal> act)
    {
        using DiskJournal journal = Create();
        await journal.StartAsync(CancellationToken.None);
        act(journal);
        await journal.StopAsync(CancellationToken.None);
    }

    private List<(long Sequence, JournalEntry Entry)> ReadAll()
    {
        using var cursor = new JournalCursor(new JournalFolder(folder, TimeProvider.System));
        cursor.MoveTo(0);
        return [.. cursor.Read(int.MaxValue, long.MaxValue)
            .Select(l => (l.Sequence, JsonSerializer.Deserialize<JournalEntry>(l.Json, JournalJson.Options)!))];
    }
}
