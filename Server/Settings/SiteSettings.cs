using Supervision.Client;
using Supervision.Shared;

namespace Supervision.Server.Settings;

/// <summary>Section <c>Site</c>: where the town hall is.</summary>
internal sealed record SiteSettings : ISettingsSection
{
    public static string SectionName => "Site";

    /// <summary>
    /// IANA name of the time zone in which times, days and the year of an incident are shown and counted, for instance
    /// <c>Indian/Reunion</c>; <see cref="SiteClock.DefaultZone"/> unless written. What is kept is UTC.
    /// </summary>
    public string TimeZone { get; init; } = SiteClock.DefaultZone;

    public IEnumerable<string> Errors()
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield break;
        }

        yield return TimeZoneInfo.TryFindSystemTimeZoneById(SiteClock.DefaultZone, out _)
            ? $"Site:TimeZone is '{TimeZone}'; it must be the IANA name of a time zone, such as Europe/Paris, Indian/Reunion or America/Guadeloupe."
            : $"Site:TimeZone is '{TimeZone}', and this system knows no time zones: install its package tzdata.";
    }

    /// <exception cref="TimeZoneNotFoundException">There are <see cref="Errors"/>.</exception>
    internal TimeZoneInfo FindZone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
