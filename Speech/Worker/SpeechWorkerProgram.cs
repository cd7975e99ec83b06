using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Supervision.Speech.Vad;
using Supervision.Speech.Vosk;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Worker;

/// <summary>
/// The program of a worker process: the server starts itself once more with <c>--speech-worker</c> and calls this before anything else.
/// Native engines live here, so that one of them may end the process without ending a call.
/// </summary>
public static class SpeechWorkerProgram
{
    /// <summary>Exit status after a fault that the worker found itself.</summary>
    internal const int ExitFault = 3;

    /// <summary>True when <paramref name="args"/> ask for a worker.</summary>
    public static bool IsWorker(string[] args) => Array.IndexOf(args, WorkerOptions.Marker) >= 0;

    /// <summary>Works until the server's connection ends; gives the process's exit status.</summary>
    /// <param name="args">As the server passed them.</param>
    public static Task<int> RunAsync(string[] args)
    {
        WorkerOptions options = WorkerOptions.Parse(args);
        return Task.Factory.StartNew(() => Run(options), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static int Run(WorkerOptions options)
    {
        // Ctrl+C reaches the whole process group: the server decides when its workers end, by closing the connection.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(options.SocketPath));
        var outbox = new WorkerOutbox(socket);
        outbox.Hello(Environment.ProcessId);
        try
        {
            return Serve(options, socket, outbox);
        }
        catch (VoskException e)
        {
            outbox.Failed(WorkerFault.Model, e.Message);
        }
        catch (DllNotFoundException)
        {
            outbox.Failed(WorkerFault.Engine, $"libvosk cannot be loaded from '{VoskNative.LibraryPath}'.");
        }
        catch (SocketException)
        {
            // The server went while the model was loading.
            return 0;
        }

        return ExitFault;
    }

    private static int Serve(WorkerOptions options, Socket socket, WorkerOutbox outbox)
    {
        long start = Stopwatch.GetTimestamp();

        // Kaldi says on the error stream why it refuses a model; afterwards it would only fill the log.
        VoskNative.SetLogLevel(0);
        using VoskModel model = VoskModel.Load(options.ModelDirectory);
        VoskNative.SetLogLevel(-1);
        int sampleRate = VoskModelFolder.SampleRate(options.ModelDirectory);
        using var pool = new RecogniserPool(
            () => new VoskRecogniser(model, sampleRate), options.MaxMemoryMb * 1024L * 1024L, options.WarmRecognisers);
        pool.KeepSpares();
        using SileroVad? vad = LoadVad(options.VadPath, out string? vadFault);
        outbox.Ready(sampleRate, (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds, vadFault);
        using var session = new WorkerSession(socket, new WorkerContext(options, pool, outbox, TimeProvider.System), vad);
        session.Run();
        return 0;
    }

    private static SileroVad? LoadVad(string path, out string? fault)
    {
        try
        {
            fault = null;
            return new SileroVad(path);
        }
        catch (Exception e) when (e is OnnxRuntimeException or TypeInitializationException or DllNotFoundException)
        {
            fault = (e.InnerException ?? e).Message.Split('\n')[0];
            return null;
        }
    }
}
