using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Journal;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;

namespace Supervision.Server.Tests.Data;

[Collection(ClusterGroup.Name)]
public sealed class JournalImporterTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset At = Samples.Morning;

    [Fact]
    public async Task Import_AllKindsOverSeveralLives_AreInTheirTablesOnce()
    {
        await using JournalBench bench = await OpenAsync("import_kinds");
        CallId id = CallId.New(TimeProvider.System);
        AlarmId alarm = AlarmId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At, isEnded: false)));
        bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, 0, "bonjour monsieur")));
        bench.Journal.Append(new AlarmJournalled(id, At, Samples.Alarm(id, alarm, 1, AlarmState.Raised)));
        bench.Journal.Append(new CallEventJournalled(id, At, "key", 500, "5"));
        await bench.UntilAsync("select count(*) from call_events", 1);
        await bench.StopAsync();

        await bench.StartAsync();
        bench.Journal.Append(new AlarmJournalled(id, At, Samples.Alarm(id, alarm, 3, AlarmState.Resolved)));
        bench.Journal.Append(new AlarmJournalled(id, At, Samples.Alarm(id, alarm, 2, AlarmState.Acknowledged)));
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At)));
        await bench.UntilAsync("select count(*) from calls where transcript_search @@ websearch_to_tsquery('supervision_fr', 'bonjour') and end_reason = 1", 1);

        Assert.Equal(1, await bench.ScalarAsync("select count(*) from utterances"));
        Assert.Equal(3, await bench.ScalarAsync("select state from alarms"));
        Assert.Equal(3, await bench.ScalarAsync("select count(*) from alarm_steps"));
        await bench.UntilAsync(() => bench.Importer.ImportedSequence == bench.Journal.DurableSequence);
        Assert.Equal(0, bench.Importer.Rejected);
    }

    [Fact]
    public async Task Import_ServerDied_EndsItsLiveCallsAndTheRecordingSaysWhen()
    {
        await using JournalBench bench = await OpenAsync("import_died");
        CallId silent = CallId.New(TimeProvider.System);
        CallId recorded = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(silent, At, Samples.Call(silent, At, isEnded: false)));
        bench.Journal.Append(new UtteranceJournalled(silent, At, Samples.Said(Lane.Caller, 4000, "au secours")));
        bench.Journal.Append(new CallJournalled(recorded, At, Samples.Call(recorded, At, isEnded: false)));
        await bench.UntilAsync("select count(*) from calls", 2);
        await bench.StopAsync();

        await bench.StartAsync();
        CallSnapshot fromHeader = Samples.Call(recorded, At) with { Caller = new Party(null, null), EndReason = CallEndReason.Recovered };
        bench.Journal.Append(new CallRecoveredJournalled(recorded, At, fromHeader));
        await bench.UntilAsync("select count(*) from calls where state = 3 and ended_at = started_at + interval '90 seconds'", 1);
        Assert.Equal(2, await bench.ScalarAsync("select count(*) from calls where state = 3 and end_reason = 5 and caller_number is not null"));
        Assert.Equal(5, await bench.ScalarAsync("select extract(epoch from ended_at - started_at)::int from calls order by ended_at limit 1"));
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from calls where transcript_search @@ websearch_to_tsquery('supervision_fr', 'secours')"));
    }

    [Fact]
    public async Task Import_GapTranscribedLater_ReplacesTheGapAndIsFound()
    {
        await using JournalBench bench = await OpenAsync("import_gap");
        CallId id = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At)));
        bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, 1000, "avant")));
        bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, 5000, "") with { Kind = UtteranceKind.Gap, EndMs = 9000 }));
        bench.Journal.Append(new TranscriptReplacedJournalled(id, At, Lane.Caller, 5000, 9000, [Samples.Said(Lane.Caller, 5200, "perroquet")]));
        await bench.UntilAsync("select count(*) from calls where transcript_search @@ websearch_to_tsquery('supervision_fr', 'perroquet avant')", 1);
        Assert.Equal(2, await bench.ScalarAsync("select count(*) from utterances where kind = 1"));
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from utterances where kind = 2"));
    }

    [Fact]
    public async Task Import_RefusedCall_HasNoWordsLeft()
    {
        await using JournalBench bench = await OpenAsync("import_refused");
        CallId id = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, 0, "je refuse")));
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At) with { Recording = RecordingState.Refused }));
        await bench.UntilAsync("select count(*) from calls", 1);
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from utterances"));
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from calls where transcript_search @@ websearch_to_tsquery('supervision_fr', 'refuse')"));
    }

    [Fact]
    public async Task Import_EntryTheDatabaseRefuses_IsKeptBesideAndTheOthersPass()
    {
        await using JournalBench bench = await OpenAsync("import_rejected");
        CallId id = CallId.New(TimeProvider.System);
        await bench.StartAsync();

        // Only a negative lane can be refused by a constraint of this test: the tables themselves take whatever fits.
        await bench.ScalarAsync("with c as (select 1) select count(*) from c");
        await ExecuteAsync(bench, "alter table utterances add check (start_ms >= 0)");
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At, caller: "+33\0612")));
        bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, -1, "refusé")));
        bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, 1, "pris\0")));
        await bench.UntilAsync("select count(*) from utterances", 1);
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from calls where caller_number = E'+33\\uFFFD612'"));
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from journal_rejected where convert_from(entry, 'UTF8') like '%refus%'"));
        await bench.UntilAsync(() => bench.Importer.Rejected == 1);

        // Beside is in clear text too.
        bench.Journal.Append(new TranscriptErasedJournalled(CallId.New(TimeProvider.System), At, "refused"));
        bench.Journal.Append(new CallEventJournalled(id, At, "key", 500, "5"));
        await bench.UntilAsync("select count(*) from call_events", 1);
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from journal_rejected"));
        await ExecuteAsync(bench, "alter table call_events add check (at_ms >= 0)");
        bench.Journal.Append(new CallEventJournalled(id, At, "key", -1, "7"));
        await bench.UntilAsync("select count(*) from journal_rejected", 2);
        bench.Journal.Append(new TranscriptErasedJournalled(id, At, "refused"));

        // What holds no word of the call is the only trace of it, and stays; of a private line nothing does.
        await bench.UntilAsync("select count(*) from journal_rejected", 1);
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from journal_rejected where convert_from(entry, 'UTF8') like '%\"event\"%'"));
        bench.Journal.Append(new CallErasedJournalled(id, At, "private"));
        await bench.UntilAsync("select count(*) from journal_rejected", 0);
    }

    [Fact]
    public async Task Import_ManySegments_AllRowsArriveAndImportedSegmentsGo()
    {
        await using JournalBench bench = await OpenAsync("import_segments");
        CallId id = CallId.New(TimeProvider.System);
        string longText = string.Join(' ', Enumerable.Repeat("mot", 3000));
        await bench.StartAsync(new() { SegmentMegabytes = 1 });
        for (int second = 0; second < 3; second++)
        {
            for (int i = 0; i < 100; i++)
            {
                bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, (second * 100) + i, longText)));
            }

            await bench.UntilAsync("select count(*) from utterances", (second + 1) * 100);
        }

        // Segments go after the commit that the query saw.
        await bench.UntilAsync(() => bench.Folder.Segments() is { Count: 1 or 2 } left && left[0].First > 100);
    }

    [Fact]
    public async Task Import_ErasedCall_ItsWordsLeaveTheDiskWithoutAnotherEntryAndNothingComesBack()
    {
        await using JournalBench bench = await OpenAsync("import_erased_disk");
        CallId id = CallId.New(TimeProvider.System);
        await bench.StartAsync();
        bench.Journal.Append(new CallJournalled(id, At, Samples.Call(id, At, isEnded: false)));
        bench.Journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, 0, "rue des Lilas")));
        bench.Journal.Append(new TranscriptErasedJournalled(id, At, "refused"));
        await bench.UntilAsync(() => bench.Folder.Segments() is [{ First: 5 }]);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(bench.FolderPath, "journal")),
            path => File.ReadAllText(path).Contains("Lilas", StringComparison.Ordinal));
        await bench.StopAsync();

        await bench.StartAsync();
        await bench.UntilAsync(() => bench.Importer.ImportedSequence == 5);
        Assert.Equal(1, await bench.ScalarAsync("select count(*) from calls"));
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from utterances"));
    }

    [Fact]
    public async Task Import_KilledRightAfterTheErasure_TheWordsLeaveTheDiskAtTheNextStart()
    {
        await using JournalBench bench = await OpenAsync("import_erased_killed");
        CallId id = CallId.New(TimeProvider.System);
        var folder = new JournalFolder(bench.FolderPath, TimeProvider.System);
        using (DiskJournal journal = new(folder, new JournalSettings(), TimeProvider.System, NullLogger<DiskJournal>.Instance))
        {
            await journal.StartAsync(bench.Patience);
            journal.Append(new UtteranceJournalled(id, At, Samples.Said(Lane.Caller, 0, "rue des Lilas")));
            journal.Append(new TranscriptErasedJournalled(id, At, "refused"));
            await journal.StopAsync(bench.Patience);
        }

        // On the disk as a death after the sync leaves it: the erasure is durable, its segment is not closed, nothing is imported.
        Assert.Contains("Lilas", await File.ReadAllTextAsync(Assert.Single(folder.Segments()).Path, bench.Patience), StringComparison.Ordinal);
        await bench.StartAsync();
        await bench.UntilAsync(() => folder.Segments() is [{ First: 4 }]);
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from utterances"));
        Assert.Equal(4, bench.Journal.FirstSequence);
    }

    private async Task<JournalBench> OpenAsync(string name) =>
        new(await cluster.OpenDatabaseAsync(name), Directory.CreateTempSubdirectory("journal-").FullName);

    private static async Task ExecuteAsync(JournalBench bench, string sql)
    {
        await using NpgsqlConnection connection = await bench.Database.OpenAsync(bench.Patience);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(bench.Patience);
    }
}
