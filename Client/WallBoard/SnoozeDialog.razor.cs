using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Client.Alarms;

namespace Supervision.Client.WallBoard;

/// <summary>Asks for how long an alarm is put aside.</summary>
public sealed partial class SnoozeDialog : AlarmDialog<AlarmItem>
{
    [Parameter, EditorRequired]
    public required EventCallback<AlarmSnooze> OnSnooze { get; set; }

    private string Length(int minutes) =>
        minutes == 1 ? Texts["Snooze.One"] : Texts["Snooze.Many", minutes.ToString(CultureInfo.CurrentCulture)];

    private async Task ChooseAsync(int minutes)
    {
        if (Subject is not { } item)
        {
            return;
        }

        await CloseAsync();
        await OnSnooze.InvokeAsync(new AlarmSnooze(item.Alarm.Id, minutes));
    }
}
