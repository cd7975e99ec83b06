namespace Supervision.Server.Security;

/// <summary>Accounts as kept. Every method throws <see cref="Data.DatabaseUnavailableException"/> while the database is away.</summary>
internal interface IAccountStore
{
    /// <summary>Completes when accounts can be asked for.</summary>
    Task WhenAvailableAsync(CancellationToken cancellationToken);

    Task<Account?> FindByNameAsync(string userName, CancellationToken cancellationToken);

    Task<Account?> FindByIdAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False when the name is taken.</summary>
    Task<bool> TryInsertAsync(Account account, CancellationToken cancellationToken);

    /// <summary>All or nothing, and only when there is no account at all; false otherwise.</summary>
    Task<bool> TryInsertFirstAsync(IReadOnlyList<Account> accounts, ApiToken token, CancellationToken cancellationToken);

    /// <summary>Writes display name, roles, number, disablement and stamp, and nothing when that would leave no administrator.</summary>
    /// <param name="account">With the new stamp.</param>
    /// <param name="readStamp">The stamp of the account that the change was made from.</param>
    Task<AccountWrite> UpdateProfileAsync(Account account, string readStamp, CancellationToken cancellationToken);

    /// <summary>Writes password and stamp, nothing else; false when the account has changed since it was read, or is gone.</summary>
    /// <inheritdoc cref="UpdateProfileAsync"/>
    Task<bool> UpdatePasswordAsync(Account account, string readStamp, CancellationToken cancellationToken);

    /// <summary>
    /// Counts one wrong password unless the account is unknown, disabled or locked; the count, or null in those cases. Asks the
    /// database once in every case, so that the time taken tells nothing.
    /// </summary>
    Task<int?> CountFailureAsync(string userName, DateTimeOffset now, CancellationToken cancellationToken);

    Task LockAsync(string userName, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>After a right password, and when an administrator unlocks.</summary>
    Task ClearFailuresAsync(Guid id, CancellationToken cancellationToken);
}
