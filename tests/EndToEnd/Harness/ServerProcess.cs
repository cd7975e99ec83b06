using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Supervision.EndToEnd.Harness;

/// <summary>The built server as a process of its own, as a user runs it, on free ports and a temporary data folder.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The server's exit code when a port cannot be had (sysexits EX_UNAVAILABLE).</summary>
    private const int PortTaken = 69;

    private const int MaxStarts = 5;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly string[] settings;
    private readonly string rtpPorts = TestPorts.TakeRtpRange();
    private readonly List<string> output = [];
    private Process? process;

    private ServerProcess(string dataDirectory, string[] settings)
    {
        DataDirectory = dataDirectory;
        this.settings = settings;
        HttpPort = TestPorts.Take();
        SipPort = TestPorts.Take();
    }

    internal string DataDirectory { get; }
    internal int HttpPort { get; private set; }
    internal int SipPort { get; private set; }
    internal Uri Address => new($"http://127.0.0.1:{HttpPort}");
    internal IPEndPoint SipEndPoint => new(IPAddress.Loopback, SipPort);
    internal int ProcessId => process!.Id;

    /// <summary>Accounts and token of the first run.</summary>
    internal FirstRun Accounts { get; private set; } = null!;

    /// <summary>Starts a server and waits until it answers and its database is there.</summary>
    internal static async Task<ServerProcess> StartAsync(CancellationToken cancellationToken, params string[] settings)
    {
        string data = Directory.CreateTempSubdirectory("supervision-e2e-").FullName;

        // PostgreSQL runs as another user when the tests run as root, and must be able to go through.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(data, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        ServerProcess server = new(data, settings);
        for (int start = 1; !await server.TryStartAsync(cancellationToken); start++)
        {
            if (start == MaxStarts)
            {
                throw new InvalidOperationException($"No port could be had in {MaxStarts} starts:\n{server.Output()}");
            }

            server.HttpPort = TestPorts.Take();
            server.SipPort = TestPorts.Take();
        }

        return server;
    }

    /// <summary>Starts on the same data folder and ports, after <see cref="KillAsync"/> or <see cref="StopAsync"/>.</summary>
    internal async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        for (int start = 1; !await TryStartAsync(cancellationToken); start++)
        {
            if (start == MaxStarts)
            {
                throw new InvalidOperationException($"The ports were not free again after {MaxStarts} starts:\n{Output()}");
            }
        }
    }

    /// <summary>False when one of its ports was taken meanwhile.</summary>
    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (string argument in (string[])[
            Repository.ServerAssembly,
            $"--Http:Urls=http://127.0.0.1:{HttpPort}",
            $"--Sip:Port={SipPort}",
            $"--Rtp:PortRange={rtpPorts}",
            "--Rtp:IdleTimeoutSeconds=600",
            $"--Data:Directory={DataDirectory}",
            "--Demo:Enabled=false",
            "--Speech:AllowDownload=false",
            .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>kill -9: no handler runs.</summary>
    internal async Task KillAsync(CancellationToken cancellationToken)
    {
        process!.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGTERM, as systemd stops a service.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("kill", ["-TERM", ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process!.WaitForExitAsync(cancellationToken);
    }

    /// <summary>A client of the API with the first run's token.</summary>
    internal HttpClient CreateApiClient()
    {
        HttpClient client = new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Accounts.ApiToken);
        return client;
    }

    /// <summary>What the server wrote so far, for the message of a failed test.</summary>
    internal string Output()
    {
        lock (output)
        {
            return string.Join('\n', output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
            try
            {
                await StopAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process?.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    /// <summary>False when it ended because a port was taken.</summary>
    private async Task<bool> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        string accounts = Path.Combine(DataDirectory, "first-run.json");
        try
        {
            while (!process!.HasExited && !File.Exists(accounts))
            {
                // Another process is waited for, which tells nobody when it is ready.
                await Task.Delay(100, limit.Token);
            }

            if (process.HasExited)
            {
                return process.ExitCode == PortTaken ? false : throw new InvalidOperationException($"The server ended at its start:\n{Output()}");
            }

            Accounts = JsonSerializer.Deserialize<FirstRun>(await File.ReadAllTextAsync(accounts, limit.Token), JsonSerializerOptions.Web)!;
            using HttpClient client = CreateApiClient();
            await Eventually.BecomesAsync(
                async () =>
                {
                    if (process.HasExited)
                    {
                        return true;
                    }

                    using HttpResponseMessage health = await client.GetAsync("/health", limit.Token);
                    string body = await health.Content.ReadAsStringAsync(limit.Token);
                    return health.IsSuccessStatusCode && HealthJson.StateOf(body, "database") == "Ok";
                },
                StartTimeout, "the server to be ready", limit.Token);
            return !process.HasExited || (process.ExitCode == PortTaken ? false : throw new InvalidOperationException($"The server ended at its start:\n{Output()}"));
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            throw new TimeoutException($"The server was not ready in {StartTimeout}:\n{Output()}", e);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.Add(line);
        }
    }
}
