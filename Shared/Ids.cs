using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Supervision.Shared;

/// <summary>Names one call from its INVITE to the end of its retention. UUIDv7, so that ids sort by time.</summary>
[JsonConverter(typeof(CallIdJsonConverter))]
public readonly record struct CallId(Guid Value) : IParsable<CallId>
{
    /// <summary>A new id stamped with <paramref name="time"/>'s UTC now.</summary>
    public static CallId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static CallId Parse(string s, IFormatProvider? provider = null) => new(Guid.Parse(s, provider));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CallId result)
    {
        bool parsed = Guid.TryParse(s, provider, out Guid value);
        result = new CallId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}

/// <summary>Names one alarm. UUIDv7.</summary>
[JsonConverter(typeof(AlarmIdJsonConverter))]
public readonly record struct AlarmId(Guid Value) : IParsable<AlarmId>
{
    /// <inheritdoc cref="CallId.New"/>
    public static AlarmId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static AlarmId Parse(string s, IFormatProvider? provider = null) => new(Guid.Parse(s, provider));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AlarmId result)
    {
        bool parsed = Guid.TryParse(s, provider, out Guid value);
        result = new AlarmId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}

/// <summary>Names one incident of the police desk. UUIDv7.</summary>
[JsonConverter(typeof(IncidentIdJsonConverter))]
public readonly record struct IncidentId(Guid Value) : IParsable<IncidentId>
{
    /// <inheritdoc cref="CallId.New"/>
    public static IncidentId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static IncidentId Parse(string s, IFormatProvider? provider = null) => new(Guid.Parse(s, provider));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out IncidentId result)
    {
        bool parsed = Guid.TryParse(s, provider, out Guid value);
        result = new IncidentId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}

internal sealed class CallIdJsonConverter : JsonConverter<CallId>
{
    public override CallId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, CallId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class AlarmIdJsonConverter : JsonConverter<AlarmId>
{
    public override AlarmId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, AlarmId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class IncidentIdJsonConverter : JsonConverter<IncidentId>
{
    public override IncidentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, IncidentId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
