using System.Text.Json;

namespace Supervision.EndToEnd.Harness;

/// <summary>Reads the answer of /health.</summary>
internal static class HealthJson
{
    /// <summary>State of one part; null when the answer does not name it.</summary>
    internal static string? StateOf(string json, string part) => Find(json, part)?.GetProperty("state").GetString();

    /// <summary>One figure of one part as a whole number; zero when it is not there.</summary>
    internal static long Figure(string json, string part, string figure) =>
        Find(json, part) is JsonElement found && found.GetProperty("figures").TryGetProperty(figure, out JsonElement value)
            ? value.GetInt64()
            : 0;

    private static JsonElement? Find(string json, string part)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("parts", out JsonElement parts))
        {
            // The bare answer: the token is not known yet, since accounts live in the database.
            return null;
        }

        foreach (JsonElement candidate in parts.EnumerateArray())
        {
            if (candidate.GetProperty("part").GetString() == part)
            {
                return candidate.Clone();
            }
        }

        return null;
    }
}
