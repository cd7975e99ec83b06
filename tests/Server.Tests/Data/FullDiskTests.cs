using Npgsql;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Tests.Incidents;
using Supervision.Shared;

namespace Supervision.Server.Tests.Data;

/// <summary>A disk that refuses is no database that is away.</summary>
[Collection(ClusterGroup.Name)]
public sealed class FullDiskTests(ClusterFixture cluster)
{
    [Fact]
    public void IsAbsence_IOException_OnlyInsideNpgsqls()
    {
        Assert.False(Database.IsAbsence(new IOException("No space left on device")));
        Assert.True(Database.IsAbsence(new NpgsqlException("Exception while reading from stream", new IOException("broken"))));
    }

    [Fact]
    public async Task Import_MarkCannotBeWritten_TheDatabaseStaysAndTheRowsComeLater()
    {
        await using JournalBench bench = new(await cluster.OpenDatabaseAsync("full_disk"), ClusterFixture.CreateFolder("full-"));

        // A folder where the file should be: whoever the user is, it cannot be written.
        string mark = Directory.CreateDirectory(Path.Combine(bench.FolderPath, "journal", "incident-numbers.json")).FullName;
        await bench.StartAsync();
        CallId call = CallId.New(TimeProvider.System);
        bench.Journal.Append(new IncidentJournalled(call, Samples.Morning, IncidentSamples.Of(call, 1, Samples.Morning)));
        while (bench.Importer.Fault is null)
        {
            Assert.Equal(DatabaseState.Available, bench.Database.State);
            await Task.Delay(10, bench.Patience);
        }

        Assert.Equal(DatabaseState.Available, bench.Database.State);
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from incidents"));
        Directory.Delete(mark);
        await bench.UntilAsync("select count(*) from incidents", 1);
        Assert.Equal(1, bench.Folder.IncidentMark.Read("")![2026]);
    }
}
