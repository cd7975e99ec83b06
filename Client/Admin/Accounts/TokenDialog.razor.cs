using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Issues an API token.</summary>
public sealed partial class TokenDialog : AccountActDialog<TokenInput>
{
    protected override IEnumerable<AccountFault> Missing(TokenInput subject) => string.IsNullOrWhiteSpace(subject.Name)
        ? [AccountFault.TokenNameLength, .. subject.Scope.Missing()]
        : subject.Scope.Missing();
}
