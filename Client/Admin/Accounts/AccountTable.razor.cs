using Microsoft.AspNetCore.Components;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>The accounts, with what can be done to each; above them, once they are many, what finds one.</summary>
public sealed partial class AccountTable : ComponentBase
{
    /// <summary>Fewer are seen at once: a field to find them would be in the way.</summary>
    private const int Many = 8;

    private readonly Dictionary<Guid, ElementReference> _buttons = [];
    private AccountFilter _filter = new();

    /// <summary>Whose first button gets the focus, when the one that was pressed is gone.</summary>
    private Guid? _focusOn;

    [Parameter, EditorRequired]
    public required IReadOnlyList<AccountListItem> Accounts { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AccountListItem> OnEdit { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AccountListItem> OnPassword { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AccountListItem> OnUnlock { get; set; }

    /// <summary>Disables an account, or enables one that is disabled.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<AccountListItem> OnTurn { get; set; }

    private IReadOnlyList<AccountListItem> Shown => (Accounts.Count >= Many ? _filter : new AccountFilter()).Apply(Accounts, Clock.UtcNow);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusOn is { } id && _buttons.TryGetValue(id, out ElementReference button))
        {
            _focusOn = null;
            await button.FocusAsync(preventScroll: true);
        }
    }

    private static string Text(ChangeEventArgs change) => change.Value as string ?? "";

    private async Task UnlockAsync(AccountListItem account)
    {
        await OnUnlock.InvokeAsync(account);
        bool isShownUnlocked = Shown.Any(now => now.Id == account.Id && AccountFilter.StateOf(now, Clock.UtcNow) != AccountState.Locked);
        _focusOn = isShownUnlocked ? account.Id : null;
    }
}
