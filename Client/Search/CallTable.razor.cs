using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Shared.Calls;

namespace Supervision.Client.Search;

/// <summary>The rows of ended calls, with the words that matched.</summary>
public sealed partial class CallTable : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<CallListItem> Items { get; set; }

    private string Alarms(int count) =>
        count == 1 ? Texts["Row.Alarm"] : Texts["Row.Alarms", count.ToString(CultureInfo.CurrentCulture)];
}
