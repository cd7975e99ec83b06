using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>API tokens, in use or revoked.</summary>
public sealed partial class TokenTable : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<TokenListItem> Tokens { get; set; }

    [Parameter, EditorRequired]
    public required string Caption { get; set; }

    /// <summary>None: these are revoked already.</summary>
    [Parameter]
    public EventCallback<TokenListItem> OnRevoke { get; set; }

    private bool CanRevoke => OnRevoke.HasDelegate;

    private string Day(DateTimeOffset at) => Clock.ToLocal(at).ToString("d", CultureInfo.CurrentCulture);
}
