using System.Collections.Concurrent;
using Supervision.Server.Data;
using Supervision.Server.Security;
using Supervision.Testing;

namespace Supervision.Server.Tests.Security;

/// <summary>Accounts, tokens and access log in memory; can be away like a database. Safe from any thread: one question at a time.</summary>
internal sealed class FakeAccounts : IAccountStore, ITokenStore, IAccessLog
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, Account> accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource available = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal SharedCollection<ApiToken> Tokens { get; } = [];

    internal SharedCollection<AccessEntry> Log { get; } = [];

    /// <summary>Told of each entry of the log.</summary>
    internal Action Written { get; set; } = () => { };

    /// <summary>While true everything throws as with no database.</summary>
    internal bool IsAway { get; set; }

    /// <summary>Questions asked, to see that a wrong name costs as many as a wrong password.</summary>
    internal int Asked { get; private set; }

    internal int Touched { get; private set; }

    internal void BecomeAvailable() => available.TrySetResult();

    internal Account Add(Account account)
    {
        accounts[account.UserName] = account;
        return account;
    }

    internal Account Get(string userName) => accounts[userName];

    public Task WhenAvailableAsync(CancellationToken cancellationToken) => available.Task.WaitAsync(cancellationToken);

    public Task<Account?> FindByNameAsync(string userName, CancellationToken cancellationToken) =>
        Ask(() => accounts.GetValueOrDefault(userName));

    public Task<Account?> FindByIdAsync(Guid id, CancellationToken cancellationToken) =>
        Ask(() => accounts.Values.FirstOrDefault(account => account.Id == id));

    Task<IReadOnlyList<Account>> IAccountStore.ListAsync(CancellationToken cancellationToken) =>
        Ask<IReadOnlyList<Account>>(() => [.. accounts.Values]);

    public Task<bool> TryInsertAsync(Account account, CancellationToken cancellationToken) =>
        Ask(() => accounts.TryAdd(account.UserName, account));

    public Task<bool> TryInsertFirstAsync(IReadOnlyList<Account> first, ApiToken token, CancellationToken cancellationToken) => Ask(() =>
    {
        if (!accounts.IsEmpty)
        {
            return false;
        }

        foreach (Account account in first)
        {
            Add(account);
        }

        Tokens.Add(token);
        return true;
    });

    /// <summary>As the database does it: column by column, when the stamp is the one that was read.</summary>
    public Task<AccountWrite> UpdateProfileAsync(Account account, string readStamp, CancellationToken cancellationToken) => Ask(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (accounts.Values.FirstOrDefault(kept => kept.Id == account.Id && kept.SecurityStamp == readStamp) is not { } kept)
        {
            return AccountWrite.Stale;
        }

        if (kept.IsWorkingAdministrator && !account.IsWorkingAdministrator
            && !accounts.Values.Any(other => other.Id != kept.Id && other.IsWorkingAdministrator))
        {
            return AccountWrite.LastAdministrator;
        }

        Add(account with { PasswordHash = kept.PasswordHash });
        return AccountWrite.Done;
    });

    public Task<bool> UpdatePasswordAsync(Account account, string readStamp, CancellationToken cancellationToken) => Ask(() =>
    {
        Account? kept = accounts.Values.FirstOrDefault(kept => kept.Id == account.Id && kept.SecurityStamp == readStamp);
        if (kept is not null)
        {
            Add(kept with { PasswordHash = account.PasswordHash, SecurityStamp = account.SecurityStamp });
        }

        return kept is not null;
    });

    public Task<int?> CountFailureAsync(string userName, DateTimeOffset now, CancellationToken cancellationToken) => Ask<int?>(() =>
    {
        if (!accounts.TryGetValue(userName, out Account? account) || account.IsDisabled || account.LockedUntil > now)
        {
            return null;
        }

        return Add(account with { FailedCount = account.FailedCount + 1 }).FailedCount;
    });

    public Task LockAsync(string userName, DateTimeOffset until, CancellationToken cancellationToken) =>
        Ask(() => Add(accounts[userName] with { LockedUntil = until }));

    public Task ClearFailuresAsync(Guid id, CancellationToken cancellationToken) => Ask(() =>
        Add(accounts.Values.First(account => account.Id == id) with { FailedCount = 0, LockedUntil = null }));

    public Task<ApiToken?> FindActiveAsync(byte[] hash, CancellationToken cancellationToken) =>
        Ask(() => Held(Tokens.FirstOrDefault(token => token.RevokedAt is null && token.Hash.SequenceEqual(hash))));

    public Task<ApiToken?> FindActiveAsync(Guid id, CancellationToken cancellationToken) =>
        Ask(() => Held(Tokens.FirstOrDefault(token => token.RevokedAt is null && token.Id == id)));

    Task<IReadOnlyList<ApiToken>> ITokenStore.ListAsync(CancellationToken cancellationToken) => Ask<IReadOnlyList<ApiToken>>(() => [.. Tokens]);

    public Task InsertAsync(ApiToken token, CancellationToken cancellationToken) => Ask(() =>
    {
        Tokens.Add(token);
        return true;
    });

    public Task<bool> RevokeAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        Ask(() => Replace(id, token => token with { RevokedAt = at }));

    public Task TouchAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken) => Ask(() =>
    {
        Touched++;
        return Replace(id, token => token with { LastUsedAt = at });
    });

    public Task WriteAsync(AccessEntry entry, CancellationToken cancellationToken) => Ask(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        Log.Add(entry);
        Written();
        return true;
    });

    private ApiToken? Held(ApiToken? token) =>
        token is not null && accounts.Values.FirstOrDefault(account => account.Id == token.OwnerId && !account.IsDisabled) is { } owner
            ? token.HeldBy(owner.Roles, owner.AgentNumber)
            : null;

    private bool Replace(Guid id, Func<ApiToken, ApiToken> change)
    {
        ApiToken? active = Tokens.FirstOrDefault(token => token.Id == id && token.RevokedAt is null);
        return active is not null && Tokens.Replace(active, change(active));
    }

    private Task<T> Ask<T>(Func<T> answer)
    {
        lock (gate)
        {
            Asked++;
            return IsAway ? Task.FromException<T>(new DatabaseUnavailableException("test")) : Task.FromResult(answer());
        }
    }
}
