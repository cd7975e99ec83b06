using Bunit;
using Supervision.Client.Replay;
using Supervision.Shared;
using Supervision.Shared.Alarms;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Client.Tests;

public sealed class TensionTrackTests : ScreenTest
{
    private static readonly CallSnapshot Call = Samples.Ended();

    [Fact]
    public void Render_NothingMeasured_DrawsNothing() => Assert.Empty(Draw().Markup.Trim());

    [Fact]
    public void Render_Curve_IsOnTheCallsTimeAxisWithItsThresholdAndAlarms()
    {
        var track = Draw(
            (0, 0.1f, TensionLevel.Calm), (1000, 0.9f, TensionLevel.Aggressive), (2000, 0.9f, TensionLevel.Aggressive), (3000, 0.5f, TensionLevel.Tense));

        Assert.Equal("M0 90L100 10L200 10L300 50", track.Find(".track-line").GetAttribute("d"));
        Assert.Equal("M0 20H1000", track.Find(".track-threshold").GetAttribute("d"));
        Assert.Equal("M100 0V100H300V0Z", track.Find(".track-aggressive").GetAttribute("d"));
        Assert.Equal("M500 0V100", track.Find(".track-alarm").GetAttribute("d"));
        Assert.Equal("true", track.Find("svg").GetAttribute("aria-hidden"));
    }

    [Fact]
    public void Render_Gap_IsDrawnAsOneAndTold()
    {
        var track = Draw((1000, 0.5f, TensionLevel.Tense), (2000, 0.5f, TensionLevel.Tense), (6000, 0.2f, TensionLevel.Calm));
        Assert.Equal("M100 50L200 50M600 80h1", track.Find(".track-line").GetAttribute("d"));
        Assert.Contains("1 interruption : rien n’y est mesuré.", Read(track.Find("figcaption").TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Summary_TellsTheCurveInWords()
    {
        string summary = Read(Draw(
            (0, 0.1f, TensionLevel.Calm), (1000, 0.6f, TensionLevel.Tense), (2000, 0.87f, TensionLevel.Aggressive), (3000, 0.85f, TensionLevel.Aggressive),
            (4000, 0.3f, TensionLevel.Calm), (5000, 0.85f, TensionLevel.Aggressive)).Find("figcaption").TextContent);
        Assert.Equal(
            "Tension de l’appelant. Calme 0:02, tendue 0:01, agressive 0:02. Maximum 0,87 à 0:02, pour un seuil de 0,80. "
            + "Voix agressive à 0:02, et 1 fois ensuite. Modèle aggression-1. Une courbe n’est pas une preuve : écoutez.",
            summary);
    }

    [Fact]
    public void Render_LongCall_KeepsThePeaksAndFewPoints()
    {
        TensionPoint[] points = [.. Enumerable.Range(0, 20_000).Select(i => new TensionPoint(i * 1000, i == 777 ? 1f : 0.2f, TensionLevel.Calm))];
        var drawing = new TensionDrawing(new CallTension(Call.Id, "m", 0.8f, 0.6f, points), 20_000_000);
        Assert.InRange(drawing.Line.Split('L').Length, 600, 1201);
        Assert.Contains(" 0L", drawing.Line, StringComparison.Ordinal);
    }

    private IRenderedComponent<TensionTrack> Draw(params (int AtMs, float Tension, TensionLevel Level)[] points)
    {
        Alarm alarm = Samples.Alarm(1, Call) with { Reasons = [new AlarmReason("acoustic/aggression", "", Lane.Caller, 5000, "aggression-1", 0.87f, 0.8f)] };
        return Render<TensionTrack>(track => track.Add(t => t.Details, new CallDetails
        {
            Call = Call,
            Transcript = [],
            Alarms = [alarm],
            Events = [],
            HasRecording = true,
            DurationMs = 10_000,
            Tension = points.Length == 0
                ? null
                : new CallTension(Call.Id, "aggression-1", 0.8f, 0.6f, [.. points.Select(point => new TensionPoint(point.AtMs, point.Tension, point.Level))]),
        }));
    }
}
