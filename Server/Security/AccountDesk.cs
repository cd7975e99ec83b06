using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Supervision.Client.Services;
using Supervision.Server.Data;

namespace Supervision.Server.Security;

/// <summary>
/// Accounts and tokens in the name of whoever is signed in, for screens. Each act asks again whether she may, for a circuit outlives the
/// session that opened it. One a scope.
/// </summary>
internal sealed class AccountDesk(
    AccountService accounts,
    TokenService tokens,
    SessionValidator sessions,
    AccountsSettings settings,
    AuthenticationStateProvider state,
    IAuthorizationService authorization) : IAccountDesk
{
    public async Task<AccountLists?> GetAsync(CancellationToken cancellationToken)
    {
        Guid own = IdOf(await DemandAsync(cancellationToken));
        try
        {
            IReadOnlyList<Account> all = await accounts.ListAsync(cancellationToken);
            IReadOnlyList<ApiToken> issued = await tokens.ListAsync(cancellationToken);
            return new AccountLists(
                [.. all.Select(account => ItemOf(account, own))],
                [.. issued.Select(token => ItemOf(token, all.FirstOrDefault(account => account.Id == token.OwnerId)))]);
        }
        catch (DatabaseUnavailableException)
        {
            return null;
        }
    }

    public Task<AccountAnswer> CreateAsync(AccountDraft draft, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            string? made = draft.Password is null ? SpokenPassword.For(draft.UserName.Trim(), settings) : null;
            NewAccount wanted = new(draft.UserName, draft.DisplayName, draft.Password ?? made!, draft.Roles, draft.AgentNumber);
            return AnswerOf(await accounts.CreateAsync(wanted, actor, cancellationToken), made);
        },
        cancellationToken);

    public Task<AccountAnswer> ChangeAsync(Guid id, AccountEdit edit, CancellationToken cancellationToken) =>
        ChangeAsync(id, new AccountChange(edit.DisplayName, edit.Roles, edit.AgentNumber), cancellationToken);

    public Task<AccountAnswer> SetDisabledAsync(Guid id, bool isDisabled, CancellationToken cancellationToken) =>
        ChangeAsync(id, new AccountChange(IsDisabled: isDisabled), cancellationToken);

    public Task<AccountAnswer> UnlockAsync(Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(id, new AccountChange(Unlock: true), cancellationToken);

    public Task<AccountAnswer> GivePasswordAsync(Guid id, string? password, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            string? made = password is null && await accounts.FindAsync(id, cancellationToken) is { } account
                ? SpokenPassword.For(account.UserName, settings)
                : null;
            return AnswerOf(await accounts.ResetPasswordAsync(id, password ?? made ?? "", actor, cancellationToken), made);
        },
        cancellationToken);

    public async Task<AccountAnswer> IssueTokenAsync(TokenDraft draft, CancellationToken cancellationToken)
    {
        Guid owner = IdOf(await DemandAsync(cancellationToken));
        return await ActAsync(
            async actor =>
            {
                AccountError[] errors = [.. AccountRules.TokenErrors(draft.Name, draft.Roles, draft.AgentNumber)];
                if (errors.Length > 0)
                {
                    return AnswerOf(AccountResult.Invalid(errors), null);
                }

                NewToken wanted = new(draft.Name, draft.Roles, draft.AgentNumber);
                return AccountAnswer.Done with { Secret = (await tokens.IssueAsync(wanted, owner, actor)).Secret };
            },
            cancellationToken);
    }

    public Task<AccountAnswer> RevokeTokenAsync(Guid id, CancellationToken cancellationToken) => ActAsync(
        async actor => await tokens.RevokeAsync(id, actor) ? AccountAnswer.Done : AccountAnswer.Refused(AccountFault.NotFound),
        cancellationToken);

    private Task<AccountAnswer> ChangeAsync(Guid id, AccountChange change, CancellationToken cancellationToken) =>
        ActAsync(async actor => AnswerOf(await accounts.ChangeAsync(id, change, actor, cancellationToken), null), cancellationToken);

    private async Task<AccountAnswer> ActAsync(Func<Actor, Task<AccountAnswer>> act, CancellationToken cancellationToken)
    {
        ClaimsPrincipal user = await DemandAsync(cancellationToken);
        try
        {
            return await act(new Actor(user.Identity!.Name!, null));
        }
        catch (DatabaseUnavailableException)
        {
            return AccountAnswer.Refused(AccountFault.RecordAway);
        }
    }

    private async Task<ClaimsPrincipal> DemandAsync(CancellationToken cancellationToken)
    {
        ClaimsPrincipal user = (await state.GetAuthenticationStateAsync()).User;
        bool isAllowed = (await authorization.AuthorizeAsync(user, Policies.Administer)).Succeeded && Principals.IsCookie(user);
        return isAllowed && await sessions.IsValidAsync(user, cancellationToken)
            ? user
            : throw new UnauthorizedAccessException("Only administrators see and change accounts and tokens.");
    }

    private static Guid IdOf(ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);

    private static AccountAnswer AnswerOf(AccountResult result, string? made) => result.Outcome == AccountOutcome.Done
        ? AccountAnswer.Done with { Secret = made }
        : new AccountAnswer([.. result.Errors.Select(error => error.Fault)]);

    private static AccountListItem ItemOf(Account account, Guid own) => new(
        account.Id, account.UserName, account.DisplayName, account.Roles, account.AgentNumber, account.IsDisabled, account.LockedUntil,
        account.CreatedAt, account.Id == own);

    private static TokenListItem ItemOf(ApiToken token, Account? owner)
    {
        ApiToken? held = owner is { IsDisabled: false } ? token.HeldBy(owner.Roles, owner.AgentNumber) : null;
        ApiToken shown = held ?? token;
        return new TokenListItem(
            token.Id, token.Name, shown.Roles, shown.AgentNumber, owner?.DisplayName ?? token.CreatedBy, held is null, token.CreatedAt,
            token.LastUsedAt, token.RevokedAt);
    }
}
