using Supervision.Client.Services;

namespace Supervision.Client.Tests;

/// <summary>Accounts and tokens in memory; refuses what it is told to refuse, and does otherwise whatever it is asked.</summary>
internal sealed class FakeAccountDesk : IAccountDesk
{
    internal const string MadePassword = "citron-girafe-tambour-velours-sapin-wagon";
    internal const string MadeToken = "sup_0123456789";

    private static readonly DateTimeOffset At = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    internal List<AccountListItem> Accounts { get; } =
    [
        Account(1, "admin", "Zoé Amar", "Administrator") with { IsOwn = true },
        Account(2, "claire", "Claire", "Supervisor"),
        Account(3, "louise", "Élise", "Agent") with { AgentNumber = "201" },
    ];

    internal List<TokenListItem> Tokens { get; } =
        [new TokenListItem(new Guid(9, 0, 0, new byte[8]), "tableau", ["Supervisor"], null, "Zoé Amar", false, At, null, null)];

    /// <summary>The database is away.</summary>
    internal bool IsAway { get; set; }

    /// <summary>The session is over.</summary>
    internal bool IsSignedOut { get; set; }

    /// <summary>The next acts are refused for this.</summary>
    internal AccountFault[] Refusal { get; set; } = [];

    /// <summary>Acts asked for, done or not.</summary>
    internal List<object> Asked { get; } = [];

    internal static AccountListItem Account(int number, string userName, string name, string role) =>
        new(new Guid(number, 0, 0, new byte[8]), userName, name, [role], null, false, null, At, false);

    public Task<AccountLists?> GetAsync(CancellationToken cancellationToken)
    {
        Demand();
        return Task.FromResult(IsAway ? null : new AccountLists([.. Accounts], [.. Tokens]));
    }

    public Task<AccountAnswer> CreateAsync(AccountDraft draft, CancellationToken cancellationToken) => Act(
        draft,
        () => Accounts.Add(Account(Accounts.Count + 1, draft.UserName, draft.DisplayName, draft.Roles[0]) with { AgentNumber = draft.AgentNumber }),
        draft.Password is null ? MadePassword : null);

    public Task<AccountAnswer> ChangeAsync(Guid id, AccountEdit edit, CancellationToken cancellationToken) => Act(
        edit,
        () => Change(id, account => account with
        {
            DisplayName = edit.DisplayName ?? account.DisplayName,
            Roles = edit.Roles ?? account.Roles,
            AgentNumber = edit.AgentNumber ?? account.AgentNumber,
        }));

    public Task<AccountAnswer> SetDisabledAsync(Guid id, bool isDisabled, CancellationToken cancellationToken) =>
        Act($"disabled {isDisabled}", () => Change(id, account => account with { IsDisabled = isDisabled }));

    public Task<AccountAnswer> UnlockAsync(Guid id, CancellationToken cancellationToken) =>
        Act("unlock", () => Change(id, account => account with { LockedUntil = null }));

    public Task<AccountAnswer> GivePasswordAsync(Guid id, string? password, CancellationToken cancellationToken) =>
        Act($"password {password}", () => { }, password is null ? MadePassword : null);

    public Task<AccountAnswer> IssueTokenAsync(TokenDraft draft, CancellationToken cancellationToken) => Act(
        draft,
        () => Tokens.Insert(0, Tokens[0] with { Id = new Guid(Tokens.Count + 9, 0, 0, new byte[8]), Name = draft.Name, Roles = draft.Roles }),
        MadeToken);

    public Task<AccountAnswer> RevokeTokenAsync(Guid id, CancellationToken cancellationToken) => Act(
        "revoke",
        () => Tokens[Tokens.FindIndex(token => token.Id == id)] = Tokens.Find(token => token.Id == id)! with { RevokedAt = At });

    private Task<AccountAnswer> Act(object asked, Action act, string? secret = null)
    {
        Demand();
        Asked.Add(asked);
        AccountFault[] faults = IsAway ? [AccountFault.RecordAway] : Refusal;
        if (faults.Length > 0)
        {
            return Task.FromResult(new AccountAnswer(faults));
        }

        act();
        return Task.FromResult(AccountAnswer.Done with { Secret = secret });
    }

    private void Change(Guid id, Func<AccountListItem, AccountListItem> change)
    {
        int place = Accounts.FindIndex(account => account.Id == id);
        Accounts[place] = change(Accounts[place]);
    }

    private void Demand()
    {
        if (IsSignedOut)
        {
            throw new UnauthorizedAccessException("test");
        }
    }
}
