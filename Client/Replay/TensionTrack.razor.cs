using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared.Calls;
using Supervision.Shared.Tension;

namespace Supervision.Client.Replay;

/// <summary>
/// The caller's tension along the call, on the time axis of the waveform, with its threshold and the alarms; and the same in words, for
/// everybody. Nothing where nothing was measured.
/// </summary>
public sealed partial class TensionTrack : ComponentBase
{
    private CallDetails? _drawn;
    private TensionDrawing? _drawing;
    private TensionSummary? _summary;

    [Parameter, EditorRequired]
    public required CallDetails Details { get; set; }

    private CallTension? Tension => Details.Tension;

    private IEnumerable<CallMark> Alarms => CallMark.Of(Details).Where(mark => mark.Kind == "Alarm");

    private string Summary
    {
        get
        {
            List<string> sentences = [Texts["Tension.Levels", Time(TensionLevel.Calm), Time(TensionLevel.Tense), Time(TensionLevel.Aggressive)]];
            if (_summary!.Peak is { } peak)
            {
                sentences.Add(Texts["Tension.Peak", Score(peak.Tension), CallTime.Format(peak.AtMs), Score(Tension!.RaiseThreshold)]);
            }

            if (_summary.Aggressive.Count > 0)
            {
                string at = CallTime.Format(_summary.Aggressive[0].FromMs);
                int more = _summary.Aggressive.Count - 1;
                sentences.Add(more == 0
                    ? Texts["Tension.Aggressive", at]
                    : Texts["Tension.AggressiveMore", at, more.ToString(CultureInfo.CurrentCulture)]);
            }

            if (_summary.Gaps > 0)
            {
                sentences.Add(_summary.Gaps == 1 ? Texts["Tension.Gap"] : Texts["Tension.Gaps", _summary.Gaps.ToString(CultureInfo.CurrentCulture)]);
            }

            return string.Join(' ', sentences);
        }
    }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_drawn, Details))
        {
            return;
        }

        _drawn = Details;
        (_drawing, _summary) = Details.Tension is { Points.Count: > 0 } tension
            ? (new TensionDrawing(tension, Details.DurationMs), new TensionSummary(tension))
            : (null, null);
    }

    private static string Score(float value) => value.ToString("0.00", CultureInfo.CurrentCulture);

    private string Time(TensionLevel level) => CallTime.Format(_summary!.Ms(level));
}
