using Npgsql;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Journal;
using Supervision.Server.Recordings;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Testing;

namespace Supervision.Server.Tests.Data;

/// <summary>Two ended calls and a live one, an hour apart, in a database of their own. Tests only read it.</summary>
public sealed class KeptCallsFixture(ClusterFixture cluster) : IAsyncLifetime
{
    private static readonly DateTimeOffset LaterAt = Samples.Morning.AddHours(1);
    private readonly string folder = Directory.CreateTempSubdirectory("archive-").FullName;

    internal CallId Threat { get; } = CallId.New(new ManualTimeProvider(Samples.Morning));

    internal CallId Other { get; } = CallId.New(new ManualTimeProvider(LaterAt));

    internal AlarmId Alarm { get; } = AlarmId.New(new ManualTimeProvider(Samples.Morning));

    internal Database Database { get; private set; } = null!;

    internal IRecordingStore Recordings => new RecordingStore(new RecordingPaths(folder));

    public async Task InitializeAsync()
    {
        Database = await cluster.OpenDatabaseAsync("kept_calls");
        CallId live = CallId.New(new ManualTimeProvider(LaterAt));
        var batch = new JournalBatch(Guid.Empty);
        batch.Add(new CallJournalled(Threat, Samples.Morning, Samples.Call(Threat, Samples.Morning)));
        batch.Add(new UtteranceJournalled(Threat, Samples.Morning, Samples.Said(Lane.Agent, 0, "mairie bonjour")));
        batch.Add(new UtteranceJournalled(Threat, Samples.Morning, Samples.Said(Lane.Caller, 2000, "vous m'avez menacé à l'école")));
        batch.Add(new UtteranceJournalled(Threat, Samples.Morning, Samples.Said(Lane.Agent, 4000, "calmez vous madame")));
        batch.Add(new AlarmJournalled(Threat, Samples.Morning, Samples.Alarm(Threat, Alarm, 1, AlarmState.Raised)));
        batch.Add(new CallEventJournalled(Threat, Samples.Morning, "key", 700, "#"));
        batch.Add(new CallJournalled(Other, LaterAt, Samples.Call(Other, LaterAt, caller: "0299887766", agent: "4022") with { Agent = new Party("4022", "Noël") }));
        batch.Add(new UtteranceJournalled(Other, LaterAt, Samples.Said(Lane.Caller, 0, "je voudrais un acte de naissance")));
        batch.Add(new CallJournalled(live, LaterAt, Samples.Call(live, LaterAt, isEnded: false)));
        batch.Finish(1, LaterAt);
        await using NpgsqlConnection connection = await Database.OpenAsync(CancellationToken.None);
        await using var commands = new NpgsqlBatch(connection);
        batch.Commands.ForEach(commands.BatchCommands.Add);
        await commands.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
