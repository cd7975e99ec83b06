using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>Who did what to an alarm and when, as a small time line; repeats in a row are one line and a number.</summary>
public sealed partial class StepList : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<AlarmStep> Steps { get; set; }

    private List<(AlarmStep Step, int Repeats)> Shown
    {
        get
        {
            List<(AlarmStep Step, int Repeats)> shown = [];
            foreach (AlarmStep step in Steps)
            {
                if (step.Kind == AlarmStepKind.Joined && shown is [.., ({ Kind: AlarmStepKind.Joined }, int repeats)])
                {
                    shown[^1] = (step, repeats + 1);
                }
                else
                {
                    shown.Add((step, 1));
                }
            }

            return shown;
        }
    }

    private string? Who(AlarmStep step) => step switch
    {
        { By: { } by } => by,
        { Kind: AlarmStepKind.Escalated or AlarmStepKind.SnoozeEnded } => Texts["Steps.Alone"],
        _ => null,
    };

    private string When(DateTimeOffset at) => DateOnly.FromDateTime(Clock.ToLocal(at).DateTime) == Clock.Today
        ? Clock.Second(at)
        : Clock.ToLocal(at).ToString("g", CultureInfo.CurrentCulture);
}
