using System.Diagnostics;
using System.Net.Sockets;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Hosting;

/// <summary>One worker as the system sees it: the process, its socket and the last lines of its error stream.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>.NET itself starts within a second; a machine under full load gets its time.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(30);

    /// <summary>What Kaldi says last when it refuses a model.</summary>
    private const int KeptErrorLines = 8;

    private readonly Process _process;
    private readonly Queue<string> _errors = new();

    private WorkerProcess(Process process, Socket socket)
    {
        _process = process;
        Socket = socket;
        Id = process.Id;
    }

    internal Socket Socket { get; }

    internal int Id { get; }

    /// <summary>Null while it runs.</summary>
    internal int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Starts the process and waits for its connection.</summary>
    /// <exception cref="IOException">It does not start, or ends before it connects.</exception>
    internal static async Task<WorkerProcess> StartAsync(
        WorkerCommand command, WorkerOptions options, CancellationToken cancellationToken)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(options.SocketPath));
        listener.Listen(1);
        Process process = Start(command, options);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ConnectLimit);
            Task ended = process.WaitForExitAsync(limit.Token);
            Task<Socket> accepted = listener.AcceptAsync(limit.Token).AsTask();
            if (await Task.WhenAny(accepted, ended) != accepted)
            {
                await ended;
                throw new IOException($"The worker ended with status {process.ExitCode} before it connected.");
            }

            var worker = new WorkerProcess(process, await accepted);
            worker.ReadErrors();
            return worker;
        }
        catch (Exception e)
        {
            Kill(process);
            process.Dispose();
            throw e is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? new IOException("The worker did not connect in time.", e)
                : e;
        }
        finally
        {
            File.Delete(options.SocketPath);
        }
    }

    /// <summary>The end of the error stream as one line; empty when it said nothing.</summary>
    internal string LastErrors()
    {
        lock (_errors)
        {
            return string.Join(" | ", _errors);
        }
    }

    internal void Kill() => Kill(_process);

    /// <summary>Waits until the process is gone, so that its exit status is known.</summary>
    internal async Task WaitForExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        Kill();
        _process.Dispose();
    }

    private static Process Start(WorkerCommand command, WorkerOptions options)
    {
        var start = new ProcessStartInfo(command.FileName) { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in command.Arguments.Concat(options.ToArguments()))
        {
            start.ArgumentList.Add(argument);
        }

        // One arena a thread would multiply libvosk's freed memory; a worker has little managed work to collect beside.
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        WorkerAllocator.Prepare(start.Environment);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            return Process.Start(start) ?? throw new IOException($"'{command.FileName}' does not start.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"'{command.FileName}' does not start: {e.Message}", e);
        }
    }

    private void ReadErrors()
    {
        _process.ErrorDataReceived += (_, data) =>
        {
            if (data.Data is { Length: > 0 } line)
            {
                lock (_errors)
                {
                    _errors.Enqueue(line.Length > 300 ? line[..300] : line);
                    if (_errors.Count > KeptErrorLines)
                    {
                        _errors.Dequeue();
                    }
                }
            }
        };
        _process.BeginErrorReadLine();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }
}
