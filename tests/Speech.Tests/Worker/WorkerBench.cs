using System.Net.Sockets;
using Supervision.Speech.Worker;

namespace Supervision.Speech.Tests.Worker;

/// <summary>What a worker's lanes work with, and the server's end of the socket that they answer on.</summary>
internal sealed class WorkerBench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wire-").FullName;
    private readonly Socket _worker = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal WorkerBench(RecogniserPool pool)
    {
        var end = new UnixDomainSocketEndPoint(Path.Combine(_folder, "s"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(end);
        listener.Listen(1);
        _worker.Connect(end);
        Server = listener.Accept();
        Context = new WorkerContext(Options, pool, new WorkerOutbox(_worker), TimeProvider.System);
    }

    internal static WorkerOptions Options { get; } = new()
    {
        SocketPath = "",
        ModelDirectory = "",
        VadPath = "",
        Threads = 1,
        MaxLagMs = 5000,
        MaxMemoryMb = 100,
        WarmRecognisers = 0,
    };

    internal WorkerContext Context { get; }

    internal Socket Server { get; }

    public void Dispose()
    {
        _worker.Dispose();
        Server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
