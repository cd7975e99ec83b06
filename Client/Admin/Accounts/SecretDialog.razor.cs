using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Supervision.Client.Components;

namespace Supervision.Client.Admin.Accounts;

/// <summary>Shows a password or a token that was made, this once: closed, it is forgotten here as on the server.</summary>
public sealed partial class SecretDialog : ModalDialog<ShownSecret>
{
    private ElementReference _value;
    private string? _copied;

    protected override void Forget()
    {
        base.Forget();
        _copied = null;
    }

    private async Task CopyAsync()
    {
        await using IJSObjectReference module = await Scripts.LoadAsync("copy.js", CancellationToken.None);
        _copied = Texts[await module.InvokeAsync<bool>("copy", _value) ? "Secret.Copied" : "Secret.NotCopied"];
    }
}
