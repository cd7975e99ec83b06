namespace Supervision.LoadGenerator;

/// <summary>Order statistics of a set of measurements.</summary>
internal static class Percentiles
{
    /// <summary>Nearest-rank percentile; null when nothing was measured.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="percent">0 to 100.</param>
    internal static double? Of(IReadOnlyList<double> sorted, double percent) =>
        sorted.Count == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];
}
