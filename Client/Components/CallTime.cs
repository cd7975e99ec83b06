using System.Globalization;

namespace Supervision.Client.Components;

/// <summary>How lengths of time on a call's clock are written.</summary>
internal static class CallTime
{
    /// <summary><c>4:05</c>, or <c>1:04:05</c> from one hour on.</summary>
    internal static string Format(TimeSpan length) => length.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours}:{length.Minutes:00}:{length.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{length.Minutes}:{length.Seconds:00}");

    internal static string Format(int milliseconds) => Format(TimeSpan.FromMilliseconds(milliseconds));
}
