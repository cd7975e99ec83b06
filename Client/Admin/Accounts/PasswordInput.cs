using Supervision.Client.Account;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>A password for somebody else: made by the console, or as it is being typed. Lives as long as its dialog is open.</summary>
public sealed class PasswordInput
{
    public bool IsTyped { get; set; }

    public string? Typed { get; set; }

    /// <summary>Null: the console makes one.</summary>
    internal string? Value => IsTyped ? Typed ?? "" : null;

    /// <inheritdoc cref="ScopeInput.Missing"/>
    internal IEnumerable<AccountFault> Missing(PasswordRules rules) =>
        Value is { } value && value.Length < rules.MinLength ? [AccountFault.PasswordLength] : [];
}
