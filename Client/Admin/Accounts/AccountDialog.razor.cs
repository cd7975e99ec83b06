using Supervision.Client.Account;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Makes an account, or changes the name, roles and number of one.</summary>
public sealed partial class AccountDialog : AccountActDialog<AccountInput>
{
    protected override IEnumerable<AccountFault> Missing(AccountInput subject)
    {
        if (subject.Known is null && string.IsNullOrWhiteSpace(subject.UserName))
        {
            yield return AccountFault.UserNameMalformed;
        }

        if (string.IsNullOrWhiteSpace(subject.DisplayName))
        {
            yield return AccountFault.DisplayNameLength;
        }

        foreach (AccountFault fault in subject.Scope.Missing())
        {
            yield return fault;
        }

        foreach (AccountFault fault in subject.Known is null ? subject.Password.Missing(Rules) : [])
        {
            yield return fault;
        }
    }
}
