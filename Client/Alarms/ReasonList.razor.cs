using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>Everything that was heard, and why it counts: rule in words, lane, time, score, threshold, model.</summary>
public sealed partial class ReasonList : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlarmReason> Reasons { get; set; }

    private string Facts(AlarmReason reason)
    {
        List<string> facts = [Texts["Reasons.At", Common.Word(reason.Lane), CallTime.Format(reason.AtMs)]];
        if (reason is { Score: { } score, Threshold: { } threshold })
        {
            facts.Add(Texts["Reasons.Score", Number(score), Number(threshold)]);
        }

        if (reason.Model.Length > 0)
        {
            facts.Add(Texts["Reasons.Model", reason.Model]);
        }

        return string.Join(" · ", facts);
    }

    private static string Number(float value) => value.ToString("0.00", CultureInfo.CurrentCulture);
}
