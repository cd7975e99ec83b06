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
        if (Common.Measured(reason) is { } measured)
        {
            facts.Add(measured);
        }

        if (reason.Model.Length > 0)
        {
            facts.Add(Texts["Reasons.Model", reason.Model]);
        }

        return string.Join(" · ", facts);
    }
}
