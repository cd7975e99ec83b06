using System.Diagnostics;
using System.Globalization;

namespace Supervision.Server.Data;

/// <summary>
/// Whom PostgreSQL runs as: it refuses root, so that a server started by root drops to <c>postgres</c> or <c>nobody</c> for it. A server
/// started by anyone else runs it as herself.
/// </summary>
internal sealed record UnprivilegedUser(string Name, int UserId, int GroupId)
{
    private static readonly string[] Candidates = ["postgres", "nobody"];
    private static readonly string[] Droppers = ["/usr/bin/setpriv", "/usr/sbin/runuser", "/sbin/runuser"];

    /// <summary>Null when this process is not root.</summary>
    /// <exception cref="InvalidOperationException">Root, and there is nobody to drop to or no program to do it.</exception>
    internal static UnprivilegedUser? Find()
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            return null;
        }

        string[][] accounts = [.. File.ReadLines("/etc/passwd").Select(l => l.Split(':')).Where(f => f.Length >= 4)];
        foreach (string name in Candidates)
        {
            if (Array.Find(accounts, f => f[0] == name) is { } fields)
            {
                return new UnprivilegedUser(name, Number(fields[2]), Number(fields[3]));
            }
        }

        throw new InvalidOperationException("PostgreSQL refuses to run as root and there is neither a user 'postgres' nor 'nobody' to run it as.");
    }

    /// <summary>The same command, run as this user.</summary>
    internal void Apply(ProcessStartInfo command)
    {
        string dropper = Array.Find(Droppers, File.Exists)
            ?? throw new InvalidOperationException("PostgreSQL refuses to run as root; setpriv or runuser (util-linux) is needed to drop to another user.");
        string[] original = [command.FileName, .. command.ArgumentList];
        string[] prefix = dropper.EndsWith("setpriv", StringComparison.Ordinal)
            ? [string.Create(CultureInfo.InvariantCulture, $"--reuid={UserId}"), string.Create(CultureInfo.InvariantCulture, $"--regid={GroupId}"), "--clear-groups", "--"]
            : ["-u", Name, "--"];
        command.FileName = dropper;
        command.ArgumentList.Clear();
        foreach (string argument in prefix.Concat(original))
        {
            command.ArgumentList.Add(argument);
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
