using System.Globalization;
using System.Net;

namespace Supervision.EndToEnd.Harness;

/// <summary>A call by baresip that plays one file and hangs up.</summary>
internal static class Baresip
{
    /// <summary>Debian's multiarch-free module folder.</summary>
    private const string Modules = "/usr/lib/baresip/modules";

    /// <param name="target">The recording line.</param>
    /// <param name="callerUser">User part of the From address.</param>
    /// <param name="wav">8 kHz mono, 16 bits.</param>
    /// <param name="seconds">How long the call lasts.</param>
    /// <param name="cancellationToken">Kills the call.</param>
    internal static async Task<PeerResult> CallAsync(
        IPEndPoint target, string callerUser, string wav, int seconds, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("supervision-baresip-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "config"), $"""
                poll_method epoll
                sip_listen {target.Address}:0
                audio_player aubridge,nil
                audio_source aufile,{wav}
                audio_alert aubridge,nil
                ausrc_srate 8000
                auplay_srate 8000
                rtp_ports 11000-11100
                module_path {Modules}
                module g711.so
                module aufile.so
                module aubridge.so
                module_app account.so
                module_app menu.so

                """, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "accounts"), $"<sip:{callerUser}@{target.Address}>;regint=0\n", cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "contacts"), "", cancellationToken);
            string[] arguments =
            [
                "-f", folder, "-e", $"/dial sip:ligne@{target}", "-t", seconds.ToString(CultureInfo.InvariantCulture),
            ];
            return await PeerProcess.RunAsync("baresip", arguments, folder, TimeSpan.FromSeconds(seconds + 60), cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
