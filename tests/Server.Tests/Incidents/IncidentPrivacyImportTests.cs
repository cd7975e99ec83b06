using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Tests.Data;
using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Tests.Incidents;

/// <summary>What the database and the journal keep of an incident whose call is found to be private.</summary>
[Collection(ClusterGroup.Name)]
public sealed class IncidentPrivacyImportTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset At = Samples.Morning;

    private readonly CallId _private = CallId.New(TimeProvider.System);
    private readonly CallId _other = CallId.New(TimeProvider.System);

    [Fact]
    public async Task Import_CallErased_ItsIncidentsKeepNoNumberAndNoName()
    {
        await using JournalBench bench = new(await cluster.OpenDatabaseAsync("incident_private"), ClusterFixture.CreateFolder("incidents-"));
        await bench.StartAsync();
        bench.Journal.Append(new IncidentJournalled(_other, At, Incident(1)));
        bench.Journal.Append(new IncidentJournalled(_other, At, Incident(2) with { Calls = [Of(_other, "0699887766")] }));
        bench.Journal.Append(new CallErasedJournalled(_private, At, "private"));
        await bench.UntilAsync("select count(*) from incident_calls where caller_number is null", 1);
        var repository = new IncidentRepository(bench.Database);
        Incident kept = (await repository.FindAsync(new IncidentNumber("", 2026, 1), CancellationToken.None))!;

        Assert.Equal([(_other, "0699887766"), (_private, null)], kept.Calls.Select(call => (call.CallId, call.CallerNumber)));
        Assert.Equal(["M. Le Goff", null], kept.Calls.Select(call => call.CallerName));
        Assert.Equal(1, kept.Revision);
        Assert.Equal(2, await bench.ScalarAsync("select count(*) from incident_calls where caller_number = '0699887766'"));
        Assert.Equal(0, await bench.ScalarAsync("select count(*) from incidents where incident::text like '%0612345678%'"));
        Assert.Equal("0699887766", (await repository.FindAsync(new IncidentNumber("", 2026, 2), CancellationToken.None))!.Calls[0].CallerNumber);
        Assert.Equal(0, bench.Importer.Rejected);
    }

    [Fact]
    public async Task Import_CallDetached_NothingTellsWhoseItWas()
    {
        await using JournalBench bench = new(await cluster.OpenDatabaseAsync("incident_private_detached"), ClusterFixture.CreateFolder("incidents-"));
        await bench.StartAsync();
        Incident whole = Incident(1);
        var step = new IncidentStep(2, At, "police", IncidentStepKind.CallDetached) { CallId = _private, CallStartedAt = At };
        bench.Journal.Append(new IncidentJournalled(_other, At, whole));
        bench.Journal.Append(new IncidentJournalled(_other, At, whole with { Revision = 2, Calls = [whole.Calls[0]], Steps = [.. whole.Steps, step] }));
        await bench.UntilAsync("select count(*) from incident_steps", 2);

        Assert.Equal(1, await bench.ScalarAsync("select count(*) from incident_calls"));
        foreach (string table in new[] { "incidents", "incident_calls", "incident_steps" })
        {
            Assert.Equal(0, await bench.ScalarAsync($"select count(*) from {table} t where t::text like '%0612345678%'"));
        }

        Assert.Equal(0, bench.Importer.Rejected);
    }

    [Fact]
    public async Task Scan_ErasureAfterTheIncident_ComesBackWithoutNumber()
    {
        await using var away = new Database();
        away.MarkUnavailable("stopped");
        await using var bench = new JournalBench(away, ClusterFixture.CreateFolder("incidents-"));
        await bench.StartAsync();
        bench.Journal.Append(new IncidentJournalled(_other, At, Incident(1)));
        bench.Journal.Append(new CallErasedJournalled(_private, At, "private"));
        await bench.StopAsync();
        Incident found = Assert.Single(IncidentScan.Read(bench.Folder, bench.Patience));

        Assert.Equal([(_other, "0699887766"), (_private, null)], found.Calls.Select(call => (call.CallId, call.CallerNumber)));
    }

    private Incident Incident(int serial) => IncidentSamples.Of(_other, serial, At) with { Calls = [Of(_other, "0699887766"), Of(_private, "0612345678")] };

    private static IncidentCall Of(CallId call, string number) => new(call, number, "M. Le Goff", At, At, null);
}
