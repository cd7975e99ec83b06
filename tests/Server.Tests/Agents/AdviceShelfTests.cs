using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Supervision.Client.Services;
using Supervision.Server.Agents;
using Supervision.Server.Data;
using Supervision.Shared.Alarms;

namespace Supervision.Server.Tests.Agents;

public sealed class AdviceShelfTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shelf-").FullName;

    [Fact]
    public async Task GetLast_DatabaseHangs_IsTheMirrorAtOnce()
    {
        // A database that takes the connection and then says nothing.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var database = new Database();
        database.MarkAvailable(NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=u;Password=p;Timeout=300"));
        await File.WriteAllTextAsync(Path.Combine(_folder, AdviceShelf.FileName), JsonSerializer.Serialize<Advice[]>(
            [new Advice(AlarmCategory.Distress, "Le 3114.", 4, "admin", DateTimeOffset.UnixEpoch)], JsonSerializerOptions.Web));
        var shelf = new AdviceShelf(new AdviceStore(database), new DataSettings { Directory = _folder }, NullLogger<AdviceShelf>.Instance);

        // No await: it must not even be able to wait. The second finds the first one's question still open.
        Assert.Equal("Le 3114.", Distress(shelf.GetLast()));
        Assert.Equal("Le 3114.", Distress(shelf.GetLast()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Distress(IReadOnlyList<Advice> advice) => advice.Single(one => one.Category == AlarmCategory.Distress).Text;
}
