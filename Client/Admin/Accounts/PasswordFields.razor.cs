using Microsoft.AspNetCore.Components;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>A password for somebody else: the console makes one that reads well over a telephone, or the administrator types it.</summary>
public sealed partial class PasswordFields : ComponentBase
{
    private bool _isShown;

    /// <summary>Beginning of the ids of its fields.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required PasswordInput Input { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<AccountFault> Faults { get; set; }
}
