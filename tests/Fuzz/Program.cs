using System.Diagnostics;
using System.Globalization;
using Supervision.Fuzz;

// dotnet run -c Release --project tests/Fuzz -- [--inputs 1000000] [--parser NAME] [--seed N]
long inputs = 1_000_000;
int seed = 1;
string? parser = null;
for (int i = 0; i < args.Length; i += 2)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    bool isValid = args[i] switch
    {
        "--inputs" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out inputs),
        "--seed" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
        "--parser" => FuzzTargets.Find(parser = value) is not null,
        _ => false,
    };
    if (!isValid)
    {
        Console.Error.WriteLine($"'{args[i]} {value}' is not understood. Parsers: {string.Join(", ", FuzzTargets.All().Select(target => target.Name))}");
        return 2;
    }
}

bool hasFailed = false;
foreach (IFuzzTarget target in FuzzTargets.All().Where(target => parser is null || target.Name == parser))
{
    long start = Stopwatch.GetTimestamp();
    FuzzFailure? failure = FuzzRun.Run(target, inputs, seed);
    hasFailed |= failure is not null;
    Console.WriteLine(failure?.ToString() ?? $"{target.Name}: {inputs} inputs passed in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
}

return hasFailed ? 1 : 0;
