using System.Globalization;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Which accounts of a list are shown, and in which order. Immutable, pure.</summary>
/// <param name="Text">Part of a name, of a user name or of a number; case and accents do not count.</param>
/// <param name="Role">Null: all.</param>
/// <param name="State">Null: all.</param>
public sealed record AccountFilter(string Text = "", string? Role = null, AccountState? State = null)
{
    internal static AccountState StateOf(AccountListItem account, DateTimeOffset now) => account switch
    {
        { IsDisabled: true } => AccountState.Disabled,
        { LockedUntil: { } until } when until > now => AccountState.Locked,
        _ => AccountState.Active,
    };

    /// <summary>By the name that others see, whatever the state: a row stays in its place while one acts on it.</summary>
    internal IReadOnlyList<AccountListItem> Apply(IEnumerable<AccountListItem> accounts, DateTimeOffset now) =>
    [
        .. accounts
            .Where(account => (Role is null || account.Roles.Contains(Role)) && (State is null || StateOf(account, now) == State) && Has(account))
            .OrderBy(account => account.DisplayName, StringComparer.CurrentCultureIgnoreCase)
            .ThenBy(account => account.UserName, StringComparer.Ordinal),
    ];

    private bool Has(AccountListItem account)
    {
        string text = Text.Trim();
        CompareInfo culture = CultureInfo.CurrentCulture.CompareInfo;
        return text.Length == 0 || new[] { account.DisplayName, account.UserName, account.AgentNumber ?? "" }
            .Any(part => culture.IndexOf(part, text, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);
    }
}
