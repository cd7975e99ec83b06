using Supervision.Server;

return await ConsoleServer.RunAsync(args);
