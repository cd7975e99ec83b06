using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Roles and agent's number as they are being chosen. Lives as long as its dialog is open.</summary>
public sealed class ScopeInput
{
    public HashSet<string> Roles { get; } = new(StringComparer.Ordinal);

    /// <summary>As typed.</summary>
    public string? AgentNumber { get; set; }

    /// <summary>An agent sees the calls of her number: without one she sees none.</summary>
    internal bool NeedsNumber => Roles.Contains(Client.Roles.Agent);

    /// <summary>The widest role first.</summary>
    internal string[] Chosen => [.. Client.Roles.All.Where(Roles.Contains)];

    /// <summary>Null for none.</summary>
    internal string? Number => string.IsNullOrWhiteSpace(AgentNumber) ? null : AgentNumber.Trim();

    /// <summary>What can be seen to be missing without asking the server.</summary>
    internal IEnumerable<AccountFault> Missing()
    {
        if (Roles.Count == 0)
        {
            yield return AccountFault.RoleMissing;
        }

        if (NeedsNumber && Number is null)
        {
            yield return AccountFault.AgentNumberMissing;
        }
    }
}
