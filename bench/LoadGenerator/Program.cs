using System.Text.Json;
using Supervision.LoadGenerator;

LoadOptions options;
try
{
    options = LoadOptions.Parse(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 64;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

Material material = new(options.Material, options.Calls, options.Seconds);

// Alone on the machine, before the server starts: its figure is what libvosk itself costs.
RawBaseline? raw = options.RecordOnly ? null : material.Decode(options.Model ?? "models/vosk-fr-demo", options.Calls);
await using LoadedServer server = await LoadedServer.StartAsync(options, stop.Token);
LoadReport report = await new LoadRun(options, server, material, raw).RunAsync(stop.Token);
Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
return 0;
