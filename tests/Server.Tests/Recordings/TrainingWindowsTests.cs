using System.Buffers.Binary;
using System.IO.Compression;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Recordings;
using Supervision.Server.Security;
using Supervision.Server.Tests.Data;
using Supervision.Server.Tests.Security;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Audio;
using Supervision.Shared.Calls;
using Supervision.Telephony;

namespace Supervision.Server.Tests.Recordings;

/// <summary>What leaves the console to train the acoustic model: the caller's voice, as judged, and nothing else.</summary>
[Collection(ClusterGroup.Name)]
public sealed class TrainingWindowsTests(ClusterFixture cluster) : IDisposable
{
    /// <summary>Of every sample of the agent: were it found in a window, her voice would be there.</summary>
    private const byte AgentByte = 0x00;

    private static readonly TrainingRequest Everything = new(new Actor("admin", "127.0.0.1"), "réglage", null, null);
    private readonly RecorderBench bench = new();
    private readonly FakeAccounts accounts = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Write_JudgedAlarms_CallerWindowsLabelledAndLoggedByCall()
    {
        await using Database database = await cluster.OpenDatabaseAsync("training_windows");
        CallId angry = Record(seconds: 10);
        CallId calm = Record(seconds: 10);
        await AlarmRepositoryTests.ImportAsync(
            database,
            [
                .. Kept(angry, RecordingState.Recording, AlarmOutcome.Confirmed, Scored("acoustic/anger", 4000), Scored("fusion/words-and-voice", 100), Words(8000)),
                .. Kept(calm, RecordingState.Recording, AlarmOutcome.FalseAlarm, Scored("acoustic/anger", 9900)),
            ]);
        Dictionary<string, byte[]> files = await ExportAsync(database, Everything);

        string[] rows = System.Text.Encoding.UTF8.GetString(files[TrainingWindows.LabelsFile]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("file\temotion\tspeaker", rows[0]);
        string[][] labels = [.. rows[1..].Select(row => row.Split('\t'))];
        Assert.Equal(["anger", "anger", "neutral"], labels.Select(label => label[1]).Order(StringComparer.Ordinal));
        Assert.Equal(2, labels.Select(label => label[2]).Distinct().Count());
        Assert.Equal(files.Keys.Where(name => name != TrainingWindows.LabelsFile).Order(StringComparer.Ordinal), labels.Select(label => label[0]).Order(StringComparer.Ordinal));
        Assert.All(files.Keys, name => Assert.DoesNotContain(angry.ToString()[..8], name, StringComparison.Ordinal));
        foreach (string[] label in labels)
        {
            short[] pcm = ReadWav(files[label[0]]);
            Assert.DoesNotContain(Decoded(AgentByte), pcm);
            Assert.Equal(CallerWindow.Samples, pcm.Length);
        }

        // Around 4 s: from 3 s to 5 s, packets 150 to 249.
        string middle = Assert.Single(labels, label => label[0].Contains("00004000", StringComparison.Ordinal))[0];
        Assert.Equal((Decoded(CallerByte(150)), Decoded(CallerByte(249))), (ReadWav(files[middle])[0], ReadWav(files[middle])[^1]));
        AccessEntry[] entries = [.. accounts.Log.Where(entry => entry.Action == AccessActions.ExportTrainingWindows)];
        Assert.Equal(new HashSet<CallId?> { angry, calm }, entries.Select(entry => entry.CallId).ToHashSet());
        Assert.Equal(2, entries.Length);
        Assert.All(entries, entry => Assert.Equal(("admin", "réglage"), (entry.UserName, entry.Reason)));
    }

    [Fact]
    public async Task Write_RefusedErasedUnjudgedOrAgents_AreLeftOut()
    {
        await using Database database = await cluster.OpenDatabaseAsync("training_left_out");
        CallId erased = CallId.New(bench.Time);
        await AlarmRepositoryTests.ImportAsync(
            database,
            [
                .. Kept(Record(seconds: 10), RecordingState.Refused, AlarmOutcome.Confirmed, Scored("acoustic/anger", 4000)),
                .. Kept(Record(seconds: 10), RecordingState.Private, AlarmOutcome.Confirmed, Scored("acoustic/anger", 4000)),
                .. Kept(erased, RecordingState.Recording, AlarmOutcome.Confirmed, Scored("acoustic/anger", 4000)),
                .. Kept(Record(seconds: 10), RecordingState.Recording, null, Scored("acoustic/anger", 4000)),
                .. Kept(Record(seconds: 10), RecordingState.Recording, AlarmOutcome.Confirmed, Words(4000)),
                .. Kept(Record(seconds: 10), RecordingState.Recording, AlarmOutcome.Confirmed, Scored("acoustic/anger", 4000) with { Lane = Lane.Agent }),
                .. Kept(Record(seconds: 1), RecordingState.Recording, AlarmOutcome.Confirmed, Scored("acoustic/anger", 500)),
                .. Kept(Record(seconds: 10, callerPackets: 40), RecordingState.Recording, AlarmOutcome.Confirmed, Scored("acoustic/anger", 8000)),
            ]);
        Dictionary<string, byte[]> files = await ExportAsync(database, Everything);

        Assert.Equal([TrainingWindows.LabelsFile], files.Keys);
        Assert.Equal("file\temotion\tspeaker\n", System.Text.Encoding.UTF8.GetString(files[TrainingWindows.LabelsFile]));
    }

    [Fact]
    public async Task Write_Dates_OnlyAlarmsBetween()
    {
        await using Database database = await cluster.OpenDatabaseAsync("training_dates");
        await AlarmRepositoryTests.ImportAsync(
            database, Kept(Record(seconds: 10), RecordingState.Recording, AlarmOutcome.Confirmed, Scored("acoustic/anger", 4000)));

        Assert.Equal(2, (await ExportAsync(database, Everything with { From = Samples.Morning, To = Samples.Morning.AddSeconds(1) })).Count);
        Assert.Single(await ExportAsync(database, Everything with { To = Samples.Morning }));
        Assert.Single(await ExportAsync(database, Everything with { From = Samples.Morning.AddSeconds(1) }));
    }

    private async Task<Dictionary<string, byte[]>> ExportAsync(Database database, TrainingRequest request)
    {
        var windows = new TrainingWindows(new AlarmRepository(database), bench.Store, accounts, bench.Time);
        using var zip = new MemoryStream();
        await windows.WriteAsync(zip, request, CancellationToken.None);
        zip.Position = 0;
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        var files = new Dictionary<string, byte[]>();
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using var copy = new MemoryStream();
            await using Stream stream = await entry.OpenAsync();
            await stream.CopyToAsync(copy);
            files.Add(entry.FullName, copy.ToArray());
        }

        return files;
    }

    private CallId Record(double seconds, int callerPackets = int.MaxValue)
    {
        CallOffer offer = bench.Offer();
        ICallRecording recording = bench.Recorder.Open(offer);
        for (int packet = 0; packet < seconds * 50; packet++)
        {
            if (packet < callerPackets)
            {
                RecorderBench.Write(recording, Lane.Caller, packet, CallerByte(packet));
            }

            RecorderBench.Write(recording, Lane.Agent, packet, AgentByte, AudioCodec.Pcmu);
            if (packet % 2 == 0)
            {
                bench.Step(0.04);
            }
        }

        recording.Close(CallEndReason.Normal, offer.StartedAt.AddSeconds(seconds));
        bench.Step();
        return offer.CallId;
    }

    private static JournalEntry[] Kept(CallId call, RecordingState recording, AlarmOutcome? outcome, params AlarmReason[] reasons)
    {
        AlarmState state = outcome is null ? AlarmState.Acknowledged : AlarmState.Resolved;
        Alarm alarm = Samples.Alarm(call, AlarmId.New(TimeProvider.System), 1, state) with { Outcome = outcome, Reasons = reasons };
        return [new CallJournalled(call, Samples.Morning, Samples.Call(call, Samples.Morning) with { Recording = recording }), new AlarmJournalled(call, Samples.Morning, alarm)];
    }

    private static AlarmReason Scored(string rule, int atMs) => new(rule, "", Lane.Caller, atMs, "aggression/1", 0.9f, 0.7f);

    private static AlarmReason Words(int atMs) => new("words/threat", "je vais vous tuer", Lane.Caller, atMs, "list-1", null, null);

    /// <summary>A-law, tells packets apart.</summary>
    private static byte CallerByte(int packet) => (byte)(0x80 | (packet % 64));

    private static short Decoded(byte value)
    {
        short[] pcm = new short[1];
        G711.Decode(value == AgentByte ? AudioCodec.Pcmu : AudioCodec.Pcma, [value], pcm);
        return pcm[0];
    }

    private static short[] ReadWav(byte[] wav)
    {
        Assert.Equal((1, 8000, 16), (BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(22)), BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)), BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(34))));
        short[] pcm = new short[(wav.Length - 44) / 2];
        Buffer.BlockCopy(wav, 44, pcm, 0, wav.Length - 44);
        return pcm;
    }
}
