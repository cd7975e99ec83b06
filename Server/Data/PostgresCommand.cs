using System.Diagnostics;

namespace Supervision.Server.Data;

/// <summary>Runs one short program of the operating system or of PostgreSQL and tells what it said.</summary>
internal static class PostgresCommand
{
    /// <summary>Start of a process whose library folder and locale are PostgreSQL's own, as the given user when there is one.</summary>
    internal static ProcessStartInfo Prepare(string program, IEnumerable<string> arguments, string? libraryFolder, UnprivilegedUser? user)
    {
        var command = new ProcessStartInfo(program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,

            // A folder that every user may enter.
            WorkingDirectory = "/",
        };
        foreach (string argument in arguments)
        {
            command.ArgumentList.Add(argument);
        }

        user?.Apply(command);
        command.Environment["LC_ALL"] = "C";
        command.Environment.Remove("PGDATA");
        if (libraryFolder is not null)
        {
            command.Environment["LD_LIBRARY_PATH"] = libraryFolder;
        }

        return command;
    }

    /// <summary>Exit status and everything written.</summary>
    internal static async Task<(int Status, string Output)> RunAsync(ProcessStartInfo command, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(command) ?? throw new InvalidOperationException($"{command.FileName} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, (await output + await error).Trim());
    }

    /// <exception cref="InvalidOperationException">It ended with another status than 0.</exception>
    internal static async Task RunOrThrowAsync(ProcessStartInfo command, CancellationToken cancellationToken)
    {
        (int status, string output) = await RunAsync(command, cancellationToken);
        if (status != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(command.FileName)} {string.Join(' ', command.ArgumentList)} ended with {status}: {output}");
        }
    }
}
