using Supervision.Speech.Worker;

// The tests' own worker: the same entry that the server's Program calls.
return await SpeechWorkerProgram.RunAsync(args);
