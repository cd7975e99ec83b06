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
    public async Task Import_CallErasedAfterItWasDetached_ItsStepKeepsNoNumberAndNoName()
    {
        await using JournalBench bench = new(await cluster.OpenDatabaseAsync("incident_private_detached"), ClusterFixture.CreateFolder("incidents-"));
        await bench.StartAsync();
        var step = new IncidentStep(2, At, "police", IncidentStepKind.CallDetached) { CallId = _private, CallStartedAt = At };
        Incident one = IncidentSamples.Of(_other, 1, At);
        bench.Journal.Append(new IncidentJournalled(_other, At, one with { Revision = 3, Steps = [.. one.Steps, step] }));
        bench.Journal.Append(new IncidentJournalled(_other, At, IncidentSamples.Of(_other, 2, At)));
        bench.Journal.Append(new CallErasedJournalled(_private, At, "private"));
        bench.Journal.Append(new CallEventJournalled(_other, At, "key", 1, "5"));
        await bench.UntilAsync("select count(*) from call_events", 1);
        Incident kept = (await new IncidentRepository(bench.Database).FindAsync(new IncidentNumber("", 2026, 1), CancellationToken.None))!;

        Assert.Equal((_private, At), (kept.Steps[1].CallId, kept.Steps[1].CallStartedAt));
        Assert.Equal([IncidentStepKind.Opened, IncidentStepKind.CallDetached], kept.Steps.Select(told => told.Kind));
        Assert.Equal(0, await bench.ScalarAsync(
            "select (select count(*) from incidents where incident::text like '%Le Goff%') + (select count(*) from incident_steps where step::text like '%Le Goff%')"));
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
