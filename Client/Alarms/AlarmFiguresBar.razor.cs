using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Shared.Alarms;

namespace Supervision.Client.Alarms;

/// <summary>What the alarms of a selection came to.</summary>
public sealed partial class AlarmFiguresBar : ComponentBase
{
    [Parameter, EditorRequired]
    public required AlarmFigures Figures { get; set; }

    private static string Number(int value) => value.ToString("N0", CultureInfo.CurrentCulture);
}
