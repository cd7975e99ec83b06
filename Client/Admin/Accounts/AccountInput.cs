using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>An account as it is being typed, new or known. Lives as long as its dialog is open.</summary>
public sealed class AccountInput
{
    /// <summary>Null for a new one.</summary>
    public AccountListItem? Known { get; private init; }

    public string? UserName { get; set; }

    public string? DisplayName { get; set; }

    public ScopeInput Scope { get; } = new();

    /// <summary>Of a new one.</summary>
    public PasswordInput Password { get; } = new();

    internal static AccountInput Of(AccountListItem account)
    {
        AccountInput input = new() { Known = account, DisplayName = account.DisplayName };
        input.Scope.Roles.UnionWith(account.Roles);
        input.Scope.AgentNumber = account.AgentNumber;
        return input;
    }

    internal AccountDraft ToDraft() =>
        new((UserName ?? "").Trim(), (DisplayName ?? "").Trim(), Scope.Chosen, Scope.Number, Password.Value);

    /// <summary>What differs from <paramref name="known"/>: what somebody else changed meanwhile is left to her.</summary>
    internal AccountEdit ToEdit(AccountListItem known)
    {
        string name = (DisplayName ?? "").Trim();
        return new AccountEdit(
            name == known.DisplayName ? null : name,
            Scope.Roles.SetEquals(known.Roles) ? null : Scope.Chosen,
            Scope.Number == known.AgentNumber ? null : Scope.Number ?? "");
    }
}
