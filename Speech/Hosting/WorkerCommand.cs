namespace Supervision.Speech.Hosting;

/// <summary>How a worker process is started: a program and what stands before the worker's own arguments.</summary>
/// <param name="FileName">Executable.</param>
/// <param name="Arguments">First arguments, for instance the assembly that <c>dotnet</c> is to run.</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>This very program once more, started by its own executable or through <c>dotnet</c>.</summary>
    public static WorkerCommand ThisProgram()
    {
        string executable = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        bool isShared = Path.GetFileNameWithoutExtension(executable).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new WorkerCommand(executable, isShared ? [Environment.GetCommandLineArgs()[0]] : []);
    }
}
