using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Supervision.Shared.Incidents;

/// <summary>What people call an incident: <c>2026-0042</c>. Counts from 1 each year, without gaps, within one series.</summary>
/// <param name="Series">Up to four capital letters that tell the servers of one database apart; empty for a single server.</param>
[JsonConverter(typeof(IncidentNumberJsonConverter))]
public readonly record struct IncidentNumber(string Series, int Year, int Serial) : IParsable<IncidentNumber>
{
    public const int MaxSeriesLength = 4;

    private const int YearDigits = 4;

    /// <summary>Always written with so many digits at least.</summary>
    private const int SerialDigits = 4;

    /// <exception cref="FormatException">Not a number of an incident.</exception>
    public static IncidentNumber Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out IncidentNumber number) ? number : throw new FormatException($"'{s}' is no number of an incident.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out IncidentNumber result)
    {
        result = default;
        if (s is null)
        {
            return false;
        }

        string series = string.Concat(s.TakeWhile(char.IsAsciiLetterUpper));
        string[] parts = s[series.Length..].Split('-');
        if (series.Length > MaxSeriesLength
            || parts.Length != 2
            || parts[0].Length != YearDigits
            || parts[1].Length < SerialDigits
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int serial)
            || serial == 0)
        {
            return false;
        }

        result = new IncidentNumber(series, year, serial);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Series}{Year:0000}-{Serial:0000}");
}

internal sealed class IncidentNumberJsonConverter : JsonConverter<IncidentNumber>
{
    public override IncidentNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IncidentNumber.TryParse(reader.GetString(), null, out IncidentNumber number) ? number : throw new JsonException("Not a number of an incident.");

    public override void Write(Utf8JsonWriter writer, IncidentNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
