using System.Globalization;
using System.Text.Json;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Data;

/// <summary>
/// The highest numbers of incidents that have left the journal for the database, in a file beside the journal. What is not here is still
/// in the journal's segments: the two together tell the last number given even while the database is away. Written by the importer only,
/// before the entries leave.
/// </summary>
internal sealed class IncidentMark(string folder)
{
    private readonly string path = Path.Combine(folder, "incident-numbers.json");
    private Dictionary<string, int>? marks;

    /// <summary>Null when no number ever left this journal.</summary>
    /// <exception cref="IOException">The file is there and cannot be read: nothing may be guessed.</exception>
    internal IReadOnlyDictionary<int, int>? Read(string series)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var last = new Dictionary<int, int>();
            foreach ((string name, int serial) in Parse(File.ReadAllBytes(path)))
            {
                if (name.StartsWith(series, StringComparison.Ordinal)
                    && int.TryParse(name.AsSpan(series.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int year))
                {
                    last[year] = serial;
                }
            }

            return last;
        }
        catch (JsonException e)
        {
            throw new IOException($"{path} is damaged.", e);
        }
    }

    /// <summary>On the disk for good when this returns.</summary>
    internal void Raise(IReadOnlyList<IncidentNumber> numbers)
    {
        if (numbers.Count == 0)
        {
            return;
        }

        marks ??= Written();
        var higher = new Dictionary<string, int>(marks);
        foreach (IncidentNumber number in numbers)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{number.Series}{number.Year:0000}");
            higher[name] = Math.Max(higher.GetValueOrDefault(name), number.Serial);
        }

        // Known only once it is written: one that the disk refused is written again.
        if (higher.Any(mark => marks.GetValueOrDefault(mark.Key) < mark.Value))
        {
            Write(higher);
            marks = higher;
        }
    }

    /// <summary>A damaged one is written anew: numbers only grow, so that the newest tells as much as those before it.</summary>
    private Dictionary<string, int> Written()
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private void Write(Dictionary<string, int> content)
    {
        string draft = path + ".new";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static Dictionary<string, int> Parse(byte[] json) => JsonSerializer.Deserialize<Dictionary<string, int>>(json) ?? [];
}
