namespace Supervision.Client;

/// <summary>The time of day where the town hall is. Everything else in the console is UTC. Safe from any thread.</summary>
public sealed class SiteClock(TimeProvider time, TimeZoneInfo zone)
{
    /// <summary>IANA name of the zone of mainland France; the setting <c>Site:TimeZone</c> says another.</summary>
    public const string DefaultZone = "Europe/Paris";

    public TimeProvider Time => time;

    public DateTimeOffset UtcNow => time.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(ToLocal(UtcNow).DateTime);

    public DateTimeOffset ToLocal(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>The UTC instant at which a day begins here. Where clocks jump over midnight, the first instant that exists.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
