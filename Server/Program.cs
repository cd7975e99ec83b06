using Supervision.Server;
using Supervision.Speech.Worker;

return SpeechWorkerProgram.IsWorker(args) ? await SpeechWorkerProgram.RunAsync(args) : await ConsoleServer.RunAsync(args);
