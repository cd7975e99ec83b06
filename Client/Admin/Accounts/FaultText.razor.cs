using Microsoft.AspNetCore.Components;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>What was refused of one field; nothing when nothing was.</summary>
public sealed partial class FaultText : ComponentBase
{
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Of the whole form.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AccountFault> Faults { get; set; }

    /// <summary>Null: all of them, in a form without fields.</summary>
    [Parameter]
    public AccountField? Field { get; set; }

    private IEnumerable<AccountFault> Said => Field is { } only ? Faults.Of(only) : Faults;
}
