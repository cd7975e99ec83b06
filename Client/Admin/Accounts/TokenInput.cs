using Supervision.Client.Services;

namespace Supervision.Client.Admin.Accounts;

/// <summary>An API token as it is being typed. Lives as long as its dialog is open.</summary>
public sealed class TokenInput
{
    public string? Name { get; set; }

    public ScopeInput Scope { get; } = new();

    internal TokenDraft ToDraft() => new((Name ?? "").Trim(), Scope.Chosen, Scope.Number);
}
