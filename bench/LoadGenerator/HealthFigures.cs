using System.Text.Json;

namespace Supervision.LoadGenerator;

/// <summary>One answer of /health.</summary>
internal sealed class HealthFigures(IReadOnlyDictionary<string, (string State, IReadOnlyDictionary<string, double> Figures)> parts)
{
    internal static HealthFigures Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return new HealthFigures(document.RootElement.GetProperty("parts").EnumerateArray().ToDictionary(
            part => part.GetProperty("part").GetString()!,
            part => (part.GetProperty("state").GetString()!, (IReadOnlyDictionary<string, double>)part.GetProperty("figures").EnumerateObject()
                .Where(figure => figure.Value.ValueKind == JsonValueKind.Number)
                .ToDictionary(figure => figure.Name, figure => figure.Value.GetDouble()))));
    }

    internal string State(string part) => parts.TryGetValue(part, out var found) ? found.State : "";

    /// <summary>Zero when there is none.</summary>
    internal double Figure(string part, string name) =>
        parts.TryGetValue(part, out var found) ? found.Figures.GetValueOrDefault(name) : 0;
}
