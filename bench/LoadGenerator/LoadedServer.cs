using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Supervision.LoadGenerator;

/// <summary>The built server as a process of its own on a temporary data folder, measured from outside.</summary>
internal sealed class LoadedServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly string dataDirectory;
    private readonly int httpPort;

    private LoadedServer(Process process, string dataDirectory, int httpPort, int sipPort)
    {
        this.process = process;
        this.dataDirectory = dataDirectory;
        this.httpPort = httpPort;
        SipEndPoint = new IPEndPoint(IPAddress.Loopback, sipPort);
    }

    internal int ProcessId => process.Id;

    internal IPEndPoint SipEndPoint { get; }

    internal Uri Address => new($"http://127.0.0.1:{httpPort}");

    internal string Token { get; private set; } = "";

    /// <summary>Starts it and waits until its database is there and, when it transcribes, a worker too.</summary>
    internal static async Task<LoadedServer> StartAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        string data = Directory.CreateTempSubdirectory("supervision-bench-").FullName;

        // PostgreSQL runs as another user when this runs as root, and must be able to go through.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(data, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        (int http, int sip) = (FreePort(), FreePort());
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[
            options.Server, $"--Http:Urls=http://127.0.0.1:{http}", $"--Sip:Port={sip}", $"--Data:Directory={data}", "--Demo:Enabled=false",
            "--Sip:MaxSetupsPerSecond=10000", "--Rtp:PortRange=10000-14999", "--Speech:AllowDownload=false",
            $"--Speech:Enabled={(options.RecordOnly ? "false" : "true")}",
            .. options.Model is null ? (string[])[] : [$"--Speech:ModelDirectory={options.Model}", $"--Speech:Model={Path.GetFileName(options.Model)}"]])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        LoadedServer server = new(process, data, http, sip);
        await server.WaitAsync(options, cancellationToken);
        return server;
    }

    internal HttpClient CreateClient()
    {
        HttpClient client = new() { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>Figures of all parts, as /health tells them now.</summary>
    internal async Task<HealthFigures> GetHealthAsync(CancellationToken cancellationToken)
    {
        using HttpClient client = CreateClient();
        using HttpResponseMessage answer = await client.GetAsync("/health", cancellationToken);
        return HealthFigures.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        using (Process stop = Process.Start("kill", ["-TERM", ProcessId.ToString(CultureInfo.InvariantCulture)]))
        {
            await stop.WaitForExitAsync();
        }

        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
        Directory.Delete(dataDirectory, recursive: true);
    }

    private async Task WaitAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        string accounts = Path.Combine(dataDirectory, "first-run.json");
        while (true)
        {
            // Another process is asked, which tells nobody when it is ready.
            await Task.Delay(200, limit.Token);
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {process.ExitCode}.");
            }

            if (!File.Exists(accounts))
            {
                continue;
            }

            using JsonDocument content = JsonDocument.Parse(await File.ReadAllTextAsync(accounts, limit.Token));
            Token = content.RootElement.GetProperty("apiToken").GetString()!;
            HealthFigures health = await GetHealthAsync(limit.Token);
            if (health.State("database") == "Ok" && (options.RecordOnly || health.Figure("speech", "workers") >= health.Figure("speech", "workersWanted")))
            {
                return;
            }
        }
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
