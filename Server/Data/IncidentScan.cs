using System.Text.Json;
using Supervision.Grains.Incidents;
using Supervision.Grains.Ports;
using Supervision.Server.Journal;
using Supervision.Shared;
using Supervision.Shared.Incidents;

namespace Supervision.Server.Data;

/// <summary>Reads the incidents that the journal still holds on the disk, whether or not the database has them already.</summary>
internal static class IncidentScan
{
    /// <summary>How the JSON of such an entry begins: the others are not parsed.</summary>
    private static ReadOnlySpan<byte> Beginning => "{\"type\":\"incident\""u8;

    private static ReadOnlySpan<byte> BeginningOfErasure => "{\"type\":\"call-erased\""u8;

    /// <summary>The newest state of each, without whoever called on a line that was found private since. Segments that are removed meanwhile are in the database.</summary>
    internal static IReadOnlyList<Incident> Read(JournalFolder folder, CancellationToken cancellationToken)
    {
        var found = new Dictionary<IncidentId, Incident>();
        var erased = new HashSet<CallId>();
        foreach ((_, string path) in folder.Segments())
        {
            try
            {
                using var reader = new JournalSegmentReader(path, 0);
                while (reader.TryRead(out JournalLineRead line))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (line.Json.AsSpan().StartsWith(BeginningOfErasure) && Parse(line.Json) is CallErasedJournalled erasure)
                    {
                        erased.Add(erasure.CallId);
                    }
                    else if (line.Json.AsSpan().StartsWith(Beginning) && Parse(line.Json) is IncidentJournalled { Incident: { } incident }
                        && (!found.TryGetValue(incident.Id, out Incident? known) || known.Revision < incident.Revision))
                    {
                        found[incident.Id] = incident;
                    }
                }
            }
            catch (FileNotFoundException)
            {
                // Imported and removed between the listing and the reading.
            }
        }

        return [.. found.Values.Select(incident => IncidentRules.WithoutParties(incident, erased))];
    }

    /// <summary>Numbers that these lines bring into the database.</summary>
    internal static IReadOnlyList<IncidentNumber> NumbersIn(IEnumerable<JournalLineRead> lines)
    {
        var numbers = new List<IncidentNumber>();
        foreach (JournalLineRead line in lines)
        {
            if (line.Json.AsSpan().StartsWith(Beginning) && Parse(line.Json) is IncidentJournalled { Incident.Number: { } number })
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    private static JournalEntry? Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(json, JournalJson.Options);
        }
        catch (JsonException)
        {
            // The importer meets it too, and keeps it beside.
            return null;
        }
    }
}
