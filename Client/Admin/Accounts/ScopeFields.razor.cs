using Microsoft.AspNetCore.Components;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>What an account or a token may do: its roles, each said in a sentence, and the agent's number.</summary>
public sealed partial class ScopeFields : ComponentBase
{
    /// <summary>Beginning of the ids of its fields.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required ScopeInput Input { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<AccountFault> Faults { get; set; }

    private void Choose(string role, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            Input.Roles.Add(role);
        }
        else
        {
            Input.Roles.Remove(role);
        }
    }
}
