using Microsoft.AspNetCore.Components;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>Asks why an outcome is put right; there are two of them, so the other one is meant.</summary>
public sealed partial class CorrectDialog : AlarmDialog<Alarm>
{
    private string? _reason;
    private bool _isMissing;

    [Parameter, EditorRequired]
    public required EventCallback<AlarmCorrection> OnCorrect { get; set; }

    protected override void Forget()
    {
        base.Forget();
        (_reason, _isMissing) = (null, false);
    }

    private static AlarmOutcome Other(AlarmOutcome outcome) =>
        outcome == AlarmOutcome.Confirmed ? AlarmOutcome.FalseAlarm : AlarmOutcome.Confirmed;

    private async Task SubmitAsync()
    {
        _isMissing = string.IsNullOrWhiteSpace(_reason);
        if (_isMissing || Subject is not { Outcome: { } outcome } alarm)
        {
            return;
        }

        var correction = new AlarmCorrection(alarm.Id, Other(outcome), _reason!.Trim());
        await CloseAsync();
        await OnCorrect.InvokeAsync(correction);
    }
}
