using System.Globalization;

namespace Supervision.LoadGenerator;

/// <summary>CPU and memory of the server and of every process that it started, from /proc (proc(5)).</summary>
internal sealed class ProcessMeter(int serverId)
{
    /// <summary>Linux's USER_HZ: the unit of utime and stime.</summary>
    private const double TicksPerSecond = 100;

    private readonly Dictionary<int, (string Part, double CpuSeconds)> last = [];

    /// <summary>CPU-seconds so far by part: server, speech, postgres. A process that ended keeps what it was last seen with.</summary>
    internal IReadOnlyDictionary<string, double> CpuSecondsByPart =>
        last.Values.GroupBy(entry => entry.Part).ToDictionary(group => group.Key, group => group.Sum(entry => entry.CpuSeconds));

    /// <summary>Resident memory of the server and its speech workers at the last <see cref="Sample"/>, in bytes; PostgreSQL apart.</summary>
    internal IReadOnlyDictionary<string, long> ResidentBytesByPart { get; private set; } = new Dictionary<string, long>();

    internal void Sample()
    {
        Dictionary<string, long> resident = [];
        foreach ((int id, string part) in Tree())
        {
            if (TryRead(id, out double cpuSeconds, out long residentBytes))
            {
                last[id] = (part, cpuSeconds);
                resident[part] = resident.GetValueOrDefault(part) + residentBytes;
            }
        }

        ResidentBytesByPart = resident;
    }

    private IEnumerable<(int Id, string Part)> Tree()
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: Parent(id)))
            .ToLookup(entry => entry.Parent, entry => entry.Id);
        Queue<(int Id, string Part)> queue = new([(serverId, "server")]);
        while (queue.TryDequeue(out (int Id, string Part) current))
        {
            yield return current;
            foreach (int child in children[current.Id])
            {
                queue.Enqueue((child, current.Part == "server" ? PartOf(child) : current.Part));
            }
        }
    }

    private static string PartOf(int id)
    {
        string command = ReadOrEmpty($"/proc/{id}/cmdline");
        return command.Contains("--speech-worker", StringComparison.Ordinal) ? "speech" : "postgres";
    }

    private static int Parent(int id)
    {
        string[] fields = StatFields(id);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static bool TryRead(int id, out double cpuSeconds, out long residentBytes)
    {
        string[] fields = StatFields(id);
        cpuSeconds = 0;
        residentBytes = 0;
        if (fields.Length < 22)
        {
            return false;
        }

        // Fields 14, 15 and 24 of proc(5), counted from the state, which is field 3.
        cpuSeconds = (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        residentBytes = long.Parse(fields[21], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        return true;
    }

    /// <summary>What stands after the command's name, which is in brackets and may hold spaces.</summary>
    private static string[] StatFields(int id)
    {
        string stat = ReadOrEmpty($"/proc/{id}/stat");
        int end = stat.LastIndexOf(')');
        return end < 0 ? [] : stat[(end + 2)..].Split(' ');
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
