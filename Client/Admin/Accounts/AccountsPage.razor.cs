using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Supervision.Client.Account;
using Supervision.Client.Components;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>
/// Who may use the console: accounts and API tokens, for administrators. While the database is away the page says so, keeps what it has read
/// and what is typed, and does nothing.
/// </summary>
public sealed partial class AccountsPage(ILogger<AccountsPage> logger) : ComponentBase, IDisposable
{
    /// <summary>Asked for anew, a page leads whoever is signed out to the sign-in.</summary>
    private const string Address = "admin/accounts";

    private readonly CancellationTokenSource _leaving = new();

    /// <summary>Outlives its source: an act may end after the page was left.</summary>
    private CancellationToken _left;
    private AccountLists? _lists;
    private string? _problem;
    private Message? _message;
    private bool _isTokenGone;
    private ElementReference _tokensTitle;
    private AccountDialog _account = null!;
    private PasswordDialog _password = null!;
    private TokenDialog _token = null!;
    private ConfirmDialog _confirm = null!;
    private SecretDialog _secret = null!;

    [Inject]
    private IAccountDesk Desk { get; set; } = null!;

    [Inject]
    private PasswordRules Rules { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync()
    {
        _left = _leaving.Token;
        return LoadAsync();
    }

    /// <summary>The button that was pressed is gone with its row.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isTokenGone)
        {
            _isTokenGone = false;
            await _tokensTitle.FocusAsync(preventScroll: true);
        }
    }

    private async Task LoadAsync()
    {
        AccountLists? read = null;
        AccountAnswer answer = await AskAsync(async cancel =>
        {
            read = await Desk.GetAsync(cancel);
            return read is null ? AccountAnswer.Refused(AccountFault.RecordAway) : AccountAnswer.Done;
        });
        _lists = read ?? _lists;
        _problem = answer.IsDone ? null : Texts[answer.Faults[0] == AccountFault.RecordAway ? "RecordAway" : "Unread"].Value;
    }

    private IReadOnlyList<TokenListItem> Tokens(bool isRevoked) => [.. _lists!.Tokens.Where(token => token.RevokedAt is null != isRevoked)];

    private Task AddAsync() => _account.OpenAsync(new AccountInput());

    private Task EditAsync(AccountListItem account) => _account.OpenAsync(AccountInput.Of(account));

    private Task AskPasswordAsync(AccountListItem account) => _password.OpenAsync(new PasswordSubject(account));

    private Task AddTokenAsync() => _token.OpenAsync(new TokenInput());

    private Task AskRevocationAsync(TokenListItem token) => _confirm.OpenAsync(new Confirmation(
        Texts["Revoke.Title", token.Name], Texts["Revoke.About"], Texts["Token.Revoke"], () => RevokeAsync(token)));

    /// <summary>Disabling is asked about, enabling is not.</summary>
    private Task TurnAsync(AccountListItem account) => account.IsDisabled
        ? ActAsync(() => SetDisabledAsync(account, isDisabled: false))
        : _confirm.OpenAsync(new Confirmation(
            Texts["Disable.Title", account.DisplayName],
            Texts[account.IsOwn ? "Disable.AboutOwn" : "Disable.About"],
            Texts["Act.Disable"],
            () => SetDisabledAsync(account, isDisabled: true)));

    private Task UnlockAsync(AccountListItem account) => ActAsync(async () =>
    {
        AccountAnswer answer = await AskAsync(cancel => Desk.UnlockAsync(account.Id, cancel));
        return await EndAsync(answer, "Done.Unlocked", account.DisplayName);
    });

    private async Task<IReadOnlyList<AccountFault>> SetDisabledAsync(AccountListItem account, bool isDisabled)
    {
        AccountAnswer answer = await AskAsync(cancel => Desk.SetDisabledAsync(account.Id, isDisabled, cancel));
        if (answer.IsDone)
        {
            await _confirm.CloseAsync();
            if (account.IsOwn)
            {
                return Leave();
            }
        }

        return await EndAsync(answer, isDisabled ? "Done.Disabled" : "Done.Enabled", account.DisplayName);
    }

    private async Task<IReadOnlyList<AccountFault>> SaveAsync(AccountInput input)
    {
        AccountEdit? edit = input.Known is { } edited ? input.ToEdit(edited) : null;
        if (edit is { IsEmpty: true })
        {
            await _account.CloseAsync();
            return [];
        }

        AccountAnswer answer = await AskAsync(cancel => edit is null
            ? Desk.CreateAsync(input.ToDraft(), cancel)
            : Desk.ChangeAsync(input.Known!.Id, edit, cancel));
        string name = input.DisplayName!.Trim();
        if (answer.IsDone)
        {
            await _account.CloseAsync();
            if (input.Known is { IsOwn: true })
            {
                return Leave();
            }

            await ShowPasswordAsync(answer, Texts["Done.Created", name], (input.UserName ?? "").Trim());
        }

        return await EndAsync(answer, input.Known is null ? "Done.Created" : "Done.Changed", name);
    }

    private async Task<IReadOnlyList<AccountFault>> GivePasswordAsync(PasswordSubject subject)
    {
        AccountAnswer answer = await AskAsync(cancel => Desk.GivePasswordAsync(subject.Account.Id, subject.Password.Value, cancel));
        if (answer.IsDone)
        {
            await _password.CloseAsync();
            await ShowPasswordAsync(answer, Texts["Done.Password", subject.Account.DisplayName], subject.Account.UserName);
        }

        return await EndAsync(answer, "Done.Password", subject.Account.DisplayName);
    }

    private async Task<IReadOnlyList<AccountFault>> IssueAsync(TokenInput input)
    {
        TokenDraft draft = input.ToDraft();
        AccountAnswer answer = await AskAsync(cancel => Desk.IssueTokenAsync(draft, cancel));
        if (answer is { IsDone: true, Secret: { } secret })
        {
            await _token.CloseAsync();
            await _secret.OpenAsync(new ShownSecret(Texts["Done.Issued", draft.Name], Texts["Secret.AboutToken"], Texts["Secret.Token"], secret, null));
        }

        return await EndAsync(answer, "Done.Issued", draft.Name);
    }

    private async Task<IReadOnlyList<AccountFault>> RevokeAsync(TokenListItem token)
    {
        AccountAnswer answer = await AskAsync(cancel => Desk.RevokeTokenAsync(token.Id, cancel));
        if (answer.IsDone)
        {
            await _confirm.CloseAsync();
            _isTokenGone = true;
        }

        return await EndAsync(answer, "Done.Revoked", token.Name);
    }

    /// <summary>Nothing to show when the password was typed: whoever typed it knows it.</summary>
    private Task ShowPasswordAsync(AccountAnswer answer, string title, string userName) => answer.Secret is { } secret
        ? _secret.OpenAsync(new ShownSecret(
            title, Texts["Secret.AboutPassword", userName], Texts["Secret.Password"], secret, Texts["Secret.Rule", Rules.MinLength]))
        : Task.CompletedTask;

    /// <summary>An act without a dialog: what is refused is said on the page.</summary>
    private async Task ActAsync(Func<Task<IReadOnlyList<AccountFault>>> act)
    {
        if (await act() is { Count: > 0 } faults)
        {
            _message = new Message("notice-critical", IconName.Alarm, Texts[$"Fault.{faults[0]}", Rules.MinLength, Rules.MaxLength]);
        }
    }

    /// <summary>Tells that it was done and reads anew; also when it was not because the lists are old.</summary>
    private async Task<IReadOnlyList<AccountFault>> EndAsync(AccountAnswer answer, string done, string name)
    {
        _message = answer.IsDone ? new Message("notice-ok", IconName.Check, Texts[done, name]) : null;
        if (answer.IsDone || answer.Faults.Any(fault => fault is AccountFault.ChangedMeanwhile or AccountFault.NotFound))
        {
            await LoadAsync();
        }

        StateHasChanged();
        return answer.Faults;
    }

    private async Task<AccountAnswer> AskAsync(Func<CancellationToken, Task<AccountAnswer>> act)
    {
        try
        {
            AccountAnswer answer = await act(_left);

            // It is done to its end; nobody is there any more to be told.
            _left.ThrowIfCancellationRequested();
            return answer;
        }
        catch (UnauthorizedAccessException)
        {
            Leave();
            return AccountAnswer.Refused(AccountFault.Failed);
        }
        catch (Exception e) when (!_left.IsCancellationRequested)
        {
            LogFailed(e);
            return AccountAnswer.Refused(AccountFault.Failed);
        }
    }

    /// <summary>Who changed her own account has to sign in again.</summary>
    private AccountFault[] Leave()
    {
        Navigation.NavigateTo(Address, forceLoad: true);
        return [];
    }

    [LoggerMessage(EventId = 5620, Level = LogLevel.Error, Message = "Accounts or tokens could not be read or changed")]
    private partial void LogFailed(Exception exception);

    private sealed record Message(string Tone, IconName Icon, string Text);
}
