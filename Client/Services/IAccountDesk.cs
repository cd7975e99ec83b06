namespace Supervision.Client.Services;

/// <summary>
/// Accounts and API tokens, for administrators. Who acts comes from the sign-in, never from a parameter; each act is written to the access
/// log before it takes effect.
/// </summary>
/// <exception cref="UnauthorizedAccessException">Every method, for somebody who is no administrator any more.</exception>
public interface IAccountDesk
{
    /// <summary>Null while the database is away.</summary>
    Task<AccountLists?> GetAsync(CancellationToken cancellationToken);

    Task<AccountAnswer> CreateAsync(AccountDraft draft, CancellationToken cancellationToken);

    /// <summary>Her sessions end.</summary>
    Task<AccountAnswer> ChangeAsync(Guid id, AccountEdit edit, CancellationToken cancellationToken);

    /// <summary>Her sessions and her tokens end; enabled again, the tokens work again.</summary>
    Task<AccountAnswer> SetDisabledAsync(Guid id, bool isDisabled, CancellationToken cancellationToken);

    /// <summary>Forgets the wrong passwords that locked it.</summary>
    Task<AccountAnswer> UnlockAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Her sessions end, and she is unlocked.</summary>
    /// <param name="id">The account.</param>
    /// <param name="password">Null: the console makes one and tells it this once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AccountAnswer> GivePasswordAsync(Guid id, string? password, CancellationToken cancellationToken);

    /// <summary>In the name of whoever asks; the answer tells the token this once.</summary>
    Task<AccountAnswer> IssueTokenAsync(TokenDraft draft, CancellationToken cancellationToken);

    /// <summary>For good.</summary>
    Task<AccountAnswer> RevokeTokenAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>What there is.</summary>
/// <param name="Tokens">Newest first, revoked ones included.</param>
public sealed record AccountLists(IReadOnlyList<AccountListItem> Accounts, IReadOnlyList<TokenListItem> Tokens);

/// <summary>An account, without what proves a password.</summary>
/// <param name="UserName">What she signs in with.</param>
/// <param name="DisplayName">What others see.</param>
/// <param name="LockedUntil">After wrong passwords; may be past.</param>
/// <param name="IsOwn">Of whoever asks.</param>
public sealed record AccountListItem(
    Guid Id,
    string UserName,
    string DisplayName,
    IReadOnlyList<string> Roles,
    string? AgentNumber,
    bool IsDisabled,
    DateTimeOffset? LockedUntil,
    DateTimeOffset CreatedAt,
    bool IsOwn);

/// <summary>An API token, without its secret.</summary>
/// <param name="Roles">What it acts with now: as issued, or what its owner's account leaves of it.</param>
/// <param name="Owner">Display name of the account that answers for it.</param>
/// <param name="IsWithoutEffect">Its owner's account leaves nothing of it.</param>
public sealed record TokenListItem(
    Guid Id,
    string Name,
    IReadOnlyList<string> Roles,
    string? AgentNumber,
    string Owner,
    bool IsWithoutEffect,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt);

/// <summary>An account to be made.</summary>
/// <param name="Password">Null: the console makes one and tells it this once.</param>
public sealed record AccountDraft(string UserName, string DisplayName, IReadOnlyList<string> Roles, string? AgentNumber, string? Password);

/// <summary>What to change of an account; null leaves as it is, an empty <paramref name="AgentNumber"/> takes it away.</summary>
public sealed record AccountEdit(string? DisplayName, IReadOnlyList<string>? Roles, string? AgentNumber)
{
    public bool IsEmpty => DisplayName is null && Roles is null && AgentNumber is null;
}

/// <summary>A token to be issued.</summary>
public sealed record TokenDraft(string Name, IReadOnlyList<string> Roles, string? AgentNumber);

/// <summary>How an act ended.</summary>
/// <param name="Faults">None when it was done.</param>
/// <param name="Secret">A password or a token that was made; told this once.</param>
public sealed record AccountAnswer(IReadOnlyList<AccountFault> Faults, string? Secret = null)
{
    public static AccountAnswer Done { get; } = new([]);

    public bool IsDone => Faults.Count == 0;

    public static AccountAnswer Refused(AccountFault fault) => new([fault]);
}
