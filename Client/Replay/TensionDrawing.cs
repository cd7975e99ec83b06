using System.Globalization;
using System.Text;
using Supervision.Shared.Tension;

namespace Supervision.Client.Replay;

/// <summary>A tension curve as SVG paths in a box of <see cref="Width"/> by <see cref="Height"/>, on the time axis of the whole call. Pure.</summary>
internal sealed class TensionDrawing
{
    internal const int Width = 1000;
    internal const int Height = 100;

    /// <summary>More points than a screen has columns say nothing; of each column the highest stays.</summary>
    private const int MaxPoints = 1200;

    private readonly int _durationMs;

    internal TensionDrawing(CallTension tension, int durationMs)
    {
        _durationMs = Math.Max(1, Math.Max(durationMs, tension.Points.Count == 0 ? 0 : tension.Points[^1].AtMs));
        var line = new StringBuilder();
        var area = new StringBuilder();
        foreach (IReadOnlyList<TensionPoint> stretch in TensionSummary.Stretches(tension.Points))
        {
            Add(line, area, Thin(stretch));
        }

        (Line, Area, Threshold) = (line.ToString(), area.ToString(), Y(tension.RaiseThreshold));
    }

    internal string Line { get; }

    internal string Area { get; }

    /// <summary>Height of the threshold.</summary>
    internal string Threshold { get; }

    internal string X(int atMs) => Number((double)Math.Clamp(atMs, 0, _durationMs) * Width / _durationMs);

    private static string Y(float tension) => Number(Height - (Math.Clamp(tension, 0f, 1f) * Height));

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private List<TensionPoint> Thin(IReadOnlyList<TensionPoint> stretch)
    {
        double stepMs = (double)_durationMs / MaxPoints;
        var thin = new List<TensionPoint>();
        foreach (TensionPoint point in stretch)
        {
            if (thin.Count > 0 && (int)(thin[^1].AtMs / stepMs) == (int)(point.AtMs / stepMs))
            {
                thin[^1] = point.Tension > thin[^1].Tension ? point : thin[^1];
            }
            else
            {
                thin.Add(point);
            }
        }

        return thin;
    }

    /// <summary>A stretch of one point is a short stroke.</summary>
    private void Add(StringBuilder line, StringBuilder area, List<TensionPoint> stretch)
    {
        area.Append(CultureInfo.InvariantCulture, $"M{X(stretch[0].AtMs)} {Height}");
        char command = 'M';
        foreach (TensionPoint point in stretch)
        {
            line.Append(CultureInfo.InvariantCulture, $"{command}{X(point.AtMs)} {Y(point.Tension)}");
            area.Append(CultureInfo.InvariantCulture, $"L{X(point.AtMs)} {Y(point.Tension)}");
            command = 'L';
        }

        line.Append(stretch.Count == 1 ? "h1" : "");
        area.Append(CultureInfo.InvariantCulture, $"L{X(stretch[^1].AtMs)} {Height}Z");
    }
}
