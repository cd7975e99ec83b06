using Microsoft.AspNetCore.Components;
using Supervision.Client.Components;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>
/// What the questions about accounts and tokens share: one act, whose refusals are said by their fields while everything typed stays. Whoever
/// does the act closes the dialog when it is done; with it goes what was typed, passwords included.
/// </summary>
/// <typeparam name="T">What it asks about, and holds what is typed.</typeparam>
public abstract class AccountActDialog<T> : ModalDialog<T>
    where T : class
{
    /// <summary>Does the act; none when it was done.</summary>
    [Parameter, EditorRequired]
    public required Func<T, Task<IReadOnlyList<AccountFault>>> OnAct { get; set; }

    protected IReadOnlyList<AccountFault> Faults { get; private set; } = [];

    /// <summary>Pressing again changes nothing. Not <c>disabled</c>: the focus would be lost.</summary>
    protected bool IsBusy { get; private set; }

    protected async Task SubmitAsync()
    {
        if (IsBusy || Subject is not { } subject)
        {
            return;
        }

        Faults = [.. Missing(subject)];
        if (Faults.Count == 0)
        {
            IsBusy = true;
            Faults = await OnAct(subject);
            IsBusy = false;
        }

        if (Faults.Count > 0)
        {
            GoToFault();
        }
    }

    /// <summary>What can be seen to be missing without asking the server.</summary>
    protected virtual IEnumerable<AccountFault> Missing(T subject) => [];

    protected override void Forget()
    {
        base.Forget();
        Faults = [];
    }
}
