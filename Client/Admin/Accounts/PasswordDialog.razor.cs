using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Gives somebody a new password.</summary>
public sealed partial class PasswordDialog : AccountActDialog<PasswordSubject>
{
    protected override IEnumerable<AccountFault> Missing(PasswordSubject subject) => subject.Password.Missing(Rules);
}
