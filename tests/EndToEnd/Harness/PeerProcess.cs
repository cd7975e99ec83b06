using System.Diagnostics;

namespace Supervision.EndToEnd.Harness;

/// <summary>Runs a real peer (SIPp, baresip) to its end, with a limit.</summary>
internal static class PeerProcess
{
    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    internal static async Task<PeerResult> RunAsync(
        string program, IEnumerable<string> arguments, string workingDirectory, TimeSpan limit, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end in {limit.TotalSeconds} s:\n{await output}\n{await errors}");
        }

        return new PeerResult(process.ExitCode, await output + await errors);
    }
}

/// <summary>How a peer ended and what it wrote.</summary>
internal sealed record PeerResult(int ExitCode, string Output);
