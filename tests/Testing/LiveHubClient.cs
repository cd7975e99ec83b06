using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Supervision.Testing;

/// <summary>
/// A hub client over a bare web socket: SignalR's JSON protocol, one JSON record per 0x1E. The .NET client of SignalR does not restore.
/// </summary>
public sealed class LiveHubClient : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1E;
    private const int InvocationType = 1;

    private readonly ClientWebSocket socket = new();
    private readonly TimeProvider time;
    private readonly Channel<HubMessage> messages = Channel.CreateUnbounded<HubMessage>();
    private readonly CancellationTokenSource stopping = new();
    private Task reading = Task.CompletedTask;

    private LiveHubClient(TimeProvider time) => this.time = time;

    /// <summary>Everything that the hub sent, in order.</summary>
    public ChannelReader<HubMessage> Messages => messages.Reader;

    /// <param name="server">Address of the console, for instance <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="token">An API token.</param>
    /// <param name="time">Stamps the arrival of each message.</param>
    /// <param name="cancellationToken">Gives the connection up.</param>
    public static async Task<LiveHubClient> ConnectAsync(Uri server, string token, TimeProvider time, CancellationToken cancellationToken)
    {
        LiveHubClient client = new(time);
        UriBuilder address = new(new Uri(server, "/hubs/live"))
        {
            Scheme = server.Scheme == "https" ? "wss" : "ws",
            Query = $"access_token={Uri.EscapeDataString(token)}",
        };
        await client.socket.ConnectAsync(address.Uri, cancellationToken);
        byte[] handshake = [.. """{"protocol":"json","version":1}"""u8, RecordSeparator];
        await client.socket.SendAsync(handshake, WebSocketMessageType.Text, true, cancellationToken);
        client.reading = client.ReadAsync(client.stopping.Token);
        return client;
    }

    /// <summary>May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        stopping.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            ArrayBufferWriter<byte> pending = new();
            while (!cancellationToken.IsCancellationRequested)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(pending.GetMemory(65536), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                pending.Advance(received.Count);
                if (received.EndOfMessage)
                {
                    Split(pending.WrittenSpan);
                    pending.ResetWrittenCount();
                }
            }
        }
        finally
        {
            messages.Writer.TryComplete();
        }
    }

    private void Split(ReadOnlySpan<byte> records)
    {
        long arrival = time.GetTimestamp();
        while (records.IndexOf(RecordSeparator) is int end and >= 0)
        {
            string json = Encoding.UTF8.GetString(records[..end]);
            records = records[(end + 1)..];
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.TryGetProperty("type", out JsonElement type) && type.GetInt32() == InvocationType)
            {
                messages.Writer.TryWrite(new HubMessage(
                    root.GetProperty("target").GetString()!, root.GetProperty("arguments").Clone(), arrival));
            }
        }
    }
}

/// <summary>One call of a client method by the hub.</summary>
/// <param name="Target">Name of the client method, for instance <c>TranscriptFinal</c>.</param>
/// <param name="Arguments">JSON array.</param>
/// <param name="ArrivalTimestamp">Of the client's <see cref="TimeProvider"/>.</param>
public sealed record HubMessage(string Target, JsonElement Arguments, long ArrivalTimestamp);
