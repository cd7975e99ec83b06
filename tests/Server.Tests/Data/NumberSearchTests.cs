using Npgsql;
using Supervision.Grains.Ports;
using Supervision.Server.Data;
using Supervision.Server.Journal;
using Supervision.Shared;
using Supervision.Shared.Calls;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Tests.Data;

/// <summary>Finding calls by the caller's and by the agent's number in a real PostgreSQL.</summary>
[Collection(ClusterGroup.Name)]
public sealed class NumberSearchTests(ClusterFixture cluster)
{
    private static readonly string[] Spellings = ["0612345678", "+33612345678", "0033612345678", "33612345678"];

    [Fact]
    public async Task SearchAsync_AnySpelling_FindsAll()
    {
        await using Database database = await OpenAsync("number_spellings", [.. Spellings.Append("0712345678").Select(number => (number, "4021"))]);
        CallRepository calls = new(database);

        foreach (string number in Spellings.Concat(["06 12 34", "+33 6 12 34", "00 33 6 12 34", "+33 (0)6 12 34 56 78"]))
        {
            CallPage page = await calls.SearchAsync(new CallQuery { Number = number }, CallScope.All, default);
            Assert.Equal(Spellings.Order(), page.Items.Select(item => item.Call.Caller.Number).Order());
        }
    }

    [Fact]
    public async Task GetHistoryAsync_SpellingsOfOne_CountsAll()
    {
        await using Database database = await OpenAsync("number_history", [.. Spellings.Append("0712345678").Select(number => (number, "4021"))]);

        NumberHistory history = await new IncidentRepository(database).GetHistoryAsync(
            FrenchNumber.Spellings("33612345678"), IncidentId.New(TimeProvider.System), Samples.Morning, default);

        Assert.Equal(4, history.CallCount);
    }

    [Fact]
    public async Task SearchAsync_AgentNumberThatIsPartOfABusyOne_HerOwnAreFound()
    {
        (string, string)[] kept = [("0611111111", "402"), .. Enumerable.Repeat(("0612345678", "4021"), 120)];
        await using Database database = await OpenAsync("number_of_agent", kept);

        CallPage page = await new CallRepository(database).SearchAsync(new CallQuery { AgentNumber = "402", PageSize = 10 }, CallScope.All, default);

        Assert.Equal("0611111111", Assert.Single(page.Items).Call.Caller.Number);
        Assert.Equal(1, page.Total);
    }

    /// <summary>A database with these ended calls, each a second after the one before it.</summary>
    private async Task<Database> OpenAsync(string name, (string Caller, string Agent)[] kept)
    {
        Database database = await cluster.OpenDatabaseAsync(name);
        var batch = new JournalBatch(Guid.Empty);
        for (int i = 0; i < kept.Length; i++)
        {
            CallId id = CallId.New(TimeProvider.System);
            DateTimeOffset at = Samples.Morning.AddSeconds(i);
            batch.Add(new CallJournalled(id, at, Samples.Call(id, at, caller: kept[i].Caller, agent: kept[i].Agent)));
        }

        batch.Finish(1, Samples.Morning);
        await using NpgsqlConnection connection = await database.OpenAsync(default);
        await using var commands = new NpgsqlBatch(connection);
        batch.Commands.ForEach(commands.BatchCommands.Add);
        await commands.ExecuteNonQueryAsync();
        return database;
    }
}
