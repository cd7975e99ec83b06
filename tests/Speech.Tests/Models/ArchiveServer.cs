using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Supervision.Speech.Tests.Models;

/// <summary>The least of an HTTP/1.1 server: one file, ranges, and the faults that a test asks for. Listens on 127.0.0.1.</summary>
internal sealed class ArchiveServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private ArchiveServer(byte[] file)
    {
        File = file;
        _listener.Start();
        _serving = ServeAsync();
    }

    internal static ArchiveServer Start(byte[] file) => new(file);

    internal byte[] File { get; set; }

    /// <summary>Strong entity tag (RFC 9110 §8.8.3).</summary>
    internal string Tag { get; set; } = "\"one\"";

    /// <summary>Closes the connection after so many bytes of the body.</summary>
    internal int? CutAfter { get; set; }

    /// <summary>Accepts and never answers.</summary>
    internal bool IsDumb { get; set; }

    /// <summary>The Range header of each request; empty without one.</summary>
    internal List<string> Ranges { get; } = [];

    internal Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/models/vosk-test.zip");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
            try
            {
                await AnswerAsync(socket);
            }
            catch (SocketException)
            {
                // The client left.
            }
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        string request = await ReadRequestAsync(socket);
        string range = Header(request, "Range");
        Ranges.Add(range);
        if (IsDumb)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        bool resumes = range.Length > 0 && Header(request, "If-Range") == Tag;
        int from = resumes ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        string head = (resumes ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n")
            + (resumes ? $"Content-Range: bytes {from}-{File.Length - 1}/{File.Length}\r\n" : "")
            + $"Content-Length: {File.Length - from}\r\nETag: {Tag}\r\nConnection: close\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        int count = Math.Min(File.Length - from, CutAfter ?? int.MaxValue);
        for (int sent = 0; sent < count;)
        {
            sent += await socket.SendAsync(File.AsMemory(from + sent, count - sent), _stop.Token);
        }

        socket.Shutdown(SocketShutdown.Both);
    }

    private async Task<string> ReadRequestAsync(Socket socket)
    {
        byte[] buffer = new byte[8192];
        int length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int received = await socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
            if (received == 0)
            {
                break;
            }

            length += received;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static string Header(string request, string name)
    {
        string? line = request.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase));
        return line?[(name.Length + 2)..] ?? "";
    }
}
