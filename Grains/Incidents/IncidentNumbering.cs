using Supervision.Shared.Incidents;

namespace Supervision.Grains.Incidents;

/// <summary>Gives the numbers of one series, each once and without gaps. Used by the grain's reader alone.</summary>
/// <param name="yearOf">The year where the town hall is.</param>
internal sealed class IncidentNumbering(string series, Func<DateTimeOffset, int> yearOf)
{
    private readonly Dictionary<int, int> _last = [];

    internal bool IsStarted { get; private set; }

    /// <summary>From what is kept.</summary>
    internal void Start(IReadOnlyDictionary<int, int> lastSerials)
    {
        foreach ((int year, int serial) in lastSerials)
        {
            Learn(new IncidentNumber(series, year, serial));
        }

        IsStarted = true;
    }

    /// <summary>A number that was given before.</summary>
    internal void Learn(IncidentNumber? given)
    {
        if (given is { } number && number.Series == series)
        {
            _last[number.Year] = Math.Max(number.Serial, _last.GetValueOrDefault(number.Year));
        }
    }

    /// <summary>Null before the start.</summary>
    internal IncidentNumber? Next(DateTimeOffset openedAt)
    {
        if (!IsStarted)
        {
            return null;
        }

        int year = yearOf(openedAt);
        return new IncidentNumber(series, year, _last[year] = _last.GetValueOrDefault(year) + 1);
    }
}
