using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Somebody who gets a new password, and that password as it is being typed. Lives as long as its dialog is open.</summary>
public sealed record PasswordSubject(AccountListItem Account)
{
    public PasswordInput Password { get; } = new();
}
