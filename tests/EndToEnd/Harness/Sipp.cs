using System.Globalization;
using System.Net;

namespace Supervision.EndToEnd.Harness;

/// <summary>Runs one SIPp scenario of tests/EndToEnd/Sipp against the server.</summary>
internal static class Sipp
{
    /// <param name="scenario">File name without extension.</param>
    /// <param name="target">Where the server hears SIP.</param>
    /// <param name="calls">Calls in all.</param>
    /// <param name="transport">u1 for UDP, t1 for TCP.</param>
    /// <param name="cancellationToken">Kills SIPp.</param>
    internal static async Task<PeerResult> RunAsync(
        string scenario, IPEndPoint target, int calls, string transport, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("supervision-sipp-").FullName;
        try
        {
            string[] arguments =
            [
                target.ToString(),
                "-sf", Path.Combine(Repository.Root, "tests", "EndToEnd", "Sipp", scenario + ".xml"),
                "-i", target.Address.ToString(),
                "-mi", target.Address.ToString(),
                "-t", transport,
                "-m", calls.ToString(CultureInfo.InvariantCulture),
                "-r", "10",
                "-timeout", "60s", "-timeout_error",
                "-trace_err", "-nostdin",
            ];
            PeerResult result = await PeerProcess.RunAsync("sipp", arguments, folder, TimeSpan.FromSeconds(90), cancellationToken);
            string errors = string.Join('\n', Directory.GetFiles(folder, "*errors.log").Select(File.ReadAllText));
            return result with { Output = result.Output + errors };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
